using EmoMusic.Training.Data;
using SkiaSharp;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Evaluation;

/// <summary>
/// A corruption that webcams, lighting or face detection cause. Cf. Hendrycks and Dietterich (ICLR 2019).
/// </summary>
/// <param name="Name">Name in tables and JSON.</param>
/// <param name="Apply">Maps float [n, 1, 48, 48], 0–255, to the same; borders are replicated.</param>
public sealed record Corruption(string Name, Func<Tensor, Tensor> Apply)
{
    private const int Side = LabelledImages.Side;

    /// <summary>Corruptions that a model for webcams should be robust to.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        new("30 % darker", pixels => pixels * 0.7f),
        new("30 % brighter", pixels => pixels * 1.3f),
        new("blurred, sigma 1 pixel", Blur),
        new("half the resolution", Downscale),
        new("JPEG of quality 40", pixels => CompressJpeg(pixels, 40)),
        new("shifted 4 pixels left", pixels => Transform(pixels, -4, 0, 0)),
        new("shifted 4 pixels right", pixels => Transform(pixels, 4, 0, 0)),
        new("shifted 4 pixels up", pixels => Transform(pixels, 0, -4, 0)),
        new("shifted 4 pixels down", pixels => Transform(pixels, 0, 4, 0)),
        new("rotated 10° left", pixels => Transform(pixels, 0, 0, -10)),
        new("rotated 10° right", pixels => Transform(pixels, 0, 0, 10)),
        new("cropped loosely or tightly", JitterCrop),
        new("sunglasses", pixels => Cover(pixels, top: 14, bottom: 22, left: 6, right: 42, grey: 25)),
        new("mask", pixels => Cover(pixels, top: 30, bottom: 48, left: 8, right: 40, grey: 200)),
    ];

    /// <summary>Corrupted copies of the images, rounded to whole grey values.</summary>
    public LabelledImages ApplyTo(LabelledImages images)
    {
        using var region = NoGCRegion.Enter();
        using var scope = NewDisposeScope();
        var corrupted = Apply(images.Pixels.to(ScalarType.Float32)).round().clamp(0, 255).to(ScalarType.Byte);
        return new LabelledImages(
            corrupted.contiguous().MoveToOuterDisposeScope(), images.Labels.clone().MoveToOuterDisposeScope());
    }

    private static Tensor Blur(Tensor pixels)
    {
        const int Radius = 3; // in sigmas; the tail weighs less than a grey value
        var kernel = (arange(-Radius, Radius + 1, ScalarType.Float32).pow(2) / -2).exp();
        kernel /= kernel.sum();
        var padded = functional.pad(pixels, [Radius, Radius, Radius, Radius], TorchSharp.PaddingModes.Replicate);
        var rows = functional.conv2d(padded, kernel.view(1, 1, 1, -1));
        return functional.conv2d(rows, kernel.view(1, 1, -1, 1));
    }

    private static Tensor Downscale(Tensor pixels) => functional.interpolate(
        functional.avg_pool2d(pixels, 2), size: [Side, Side], mode: InterpolationMode.Bilinear, align_corners: false);

    private static Tensor Transform(Tensor pixels, double right, double down, double degreesRight)
    {
        var (sin, cos) = Math.SinCos(degreesRight * Math.PI / 180);
        const double Pixel = 2.0 / Side; // affine_grid measures the image from −1 to 1
        var back = tensor(new[] { cos, sin, -right * Pixel, -sin, cos, -down * Pixel }, ScalarType.Float32)
            .view(1, 2, 3).expand(pixels.shape[0], 2, 3);
        return Sample(pixels, back);
    }

    // The face detector's crop: side ± 12 %, turn ± 8°, shift ± 4 pixels, of each image its own and always the same.
    private static Tensor JitterCrop(Tensor pixels)
    {
        using var generator = new Generator(1);
        var n = pixels.shape[0];
        var side = 1 + Uniform(0.12);
        var turn = Uniform(8 * Math.PI / 180);
        var (cos, sin) = (turn.cos() * side, turn.sin() * side);
        var x = stack([cos, -sin, Uniform(4 * 2.0 / Side)], 1);
        var y = stack([sin, cos, Uniform(4 * 2.0 / Side)], 1);
        return Sample(pixels, stack([x, y], 1));

        Tensor Uniform(double spread) => ((rand(n, generator: generator) * 2) - 1) * spread;
    }

    private static Tensor Cover(Tensor pixels, int top, int bottom, int left, int right, int grey)
    {
        var covered = pixels.clone();
        covered.narrow(2, top, bottom - top).narrow(3, left, right - left).fill_(grey);
        return covered;
    }

    // back: float [n, 2, 3], from a target pixel to its source
    private static Tensor Sample(Tensor pixels, Tensor back)
    {
        var grid = functional.affine_grid(back, pixels.shape, align_corners: false);
        return functional.grid_sample(
            pixels, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
    }

    private static Tensor CompressJpeg(Tensor pixels, int quality)
    {
        var bytes = pixels.to(ScalarType.Byte).contiguous().bytes.ToArray();
        using var bitmap = new SKBitmap(Side, Side, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var first = 0; first < bytes.Length; first += LabelledImages.Size)
        {
            bytes.AsSpan(first, LabelledImages.Size).CopyTo(bitmap.GetPixelSpan());
            using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, quality);
            using var back = SKBitmap.Decode(jpeg, bitmap.Info);
            back.GetPixelSpan().CopyTo(bytes.AsSpan(first));
        }

        return tensor(bytes, ScalarType.Float32).view(pixels.shape);
    }
}
