using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// The loss of JPEG compression on grey images, without encoding: the cosine transform of blocks of 8 × 8 pixels, with
/// quantised coefficients. Source: ITU-T T.81 (1992), A.3.3 and table K.1; the quantisation by quality is that of the
/// Independent JPEG Group.
/// </summary>
public static class Jpeg
{
    private const int Block = 8;

    // Table K.1, row by row: quantisation steps of the frequencies at quality 50.
    private static readonly float[] Luminance =
    [
        16, 11, 10, 16, 24, 40, 51, 61,
        12, 12, 14, 19, 26, 58, 60, 55,
        14, 13, 16, 24, 40, 57, 69, 56,
        14, 17, 22, 29, 51, 87, 80, 62,
        18, 22, 37, 56, 68, 109, 103, 77,
        24, 35, 55, 64, 81, 104, 113, 92,
        49, 64, 78, 87, 103, 121, 120, 101,
        72, 92, 95, 98, 112, 100, 103, 99,
    ];

    /// <summary>Compresses each image at its own quality.</summary>
    /// <param name="pixels">float [n, 1, h, w], 0–255; h and w are multiples of 8.</param>
    /// <param name="quality">float [n, 1, 1], 1–100</param>
    /// <returns>float [n, 1, h, w], 0–255</returns>
    public static Tensor Compress(Tensor pixels, Tensor quality)
    {
        using var scope = NewDisposeScope();
        var (n, down, across) = (pixels.shape[0], pixels.shape[2] / Block, pixels.shape[3] / Block);
        var percent = where(quality.lt(50), 5000 / quality, 200 - (2 * quality));
        var steps = (tensor(Luminance, device: pixels.device) * percent / 100).round().clamp(1, 255);                        // [n, 1, 64]
        var cosines = Cosines().to(pixels.device);                                                                      // [64, 64]

        var blocks = pixels.view(n, down, Block, across, Block).transpose(2, 3).reshape(n, down * across, Block * Block);
        var rounded = ((blocks - 128).matmul(cosines.t()) / steps).round() * steps;
        var back = rounded.matmul(cosines) + 128;
        return back.view(n, down, across, Block, Block).transpose(2, 3).reshape(pixels.shape).clamp(0, 255)
            .MoveToOuterDisposeScope();
    }

    // Two-dimensional: row (u, v) has frequency u down and v across.
    private static Tensor Cosines()
    {
        var (frequency, place) = (arange(Block, ScalarType.Float32).view(-1, 1), arange(Block, ScalarType.Float32));
        var waves = (((2 * place) + 1) * frequency * Math.PI / (2 * Block)).cos();
        var one = waves * where(frequency.eq(0), Math.Sqrt(1.0 / Block), Math.Sqrt(2.0 / Block)).to(ScalarType.Float32);
        return kron(one, one);
    }
}
