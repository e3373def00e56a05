using EmoMusic.Training.Data;
using SkiaSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Evaluation;

/// <summary>Something that a webcam, its light or a face finder does to a picture.</summary>
/// <param name="Name">As told to the reader of a table.</param>
/// <param name="Apply">float [n, 1, 48, 48], 0–255, to the same; outside of the image lies its edge, repeated.</param>
public sealed record Corruption(string Name, Func<Tensor, Tensor> Apply)
{
    private const int Side = LabelledImages.Side;

    /// <summary>What a model for webcams should shrug off.</summary>
    public static IReadOnlyList<Corruption> All { get; } =
    [
        new("30 % darker", pixels => pixels * 0.7f),
        new("30 % brighter", pixels => pixels * 1.3f),
        new("blurred, sigma 1 pixel", Blur),
        new("half the resolution", Halve),
        new("JPEG of quality 40", pixels => ByJpeg(pixels, 40)),
        new("moved 4 pixels to the left", pixels => Move(pixels, -4, 0, 0)),
        new("moved 4 pixels to the right", pixels => Move(pixels, 4, 0, 0)),
        new("moved 4 pixels up", pixels => Move(pixels, 0, -4, 0)),
        new("moved 4 pixels down", pixels => Move(pixels, 0, 4, 0)),
        new("turned by 10° to the left", pixels => Move(pixels, 0, 0, -10)),
        new("turned by 10° to the right", pixels => Move(pixels, 0, 0, 10)),
    ];

    /// <summary>Copies of the images, disturbed, in whole grey values as a camera gives them.</summary>
    public LabelledImages Of(LabelledImages images)
    {
        using var scope = NewDisposeScope();
        var disturbed = Apply(images.Pixels.to(ScalarType.Float32)).round().clamp(0, 255).to(ScalarType.Byte);
        return new LabelledImages(
            disturbed.contiguous().MoveToOuterDisposeScope(), images.Labels.clone().MoveToOuterDisposeScope());
    }

    private static Tensor Blur(Tensor pixels)
    {
        const int Radius = 3; // of sigmas; what lies beyond weighs less than a grey value
        var bell = (arange(-Radius, Radius + 1, ScalarType.Float32).pow(2) / -2).exp();
        bell /= bell.sum();
        var padded = functional.pad(pixels, [Radius, Radius, Radius, Radius], TorchSharp.PaddingModes.Replicate);
        var rows = functional.conv2d(padded, bell.view(1, 1, 1, -1));
        return functional.conv2d(rows, bell.view(1, 1, -1, 1));
    }

    private static Tensor Halve(Tensor pixels) => functional.interpolate(
        functional.avg_pool2d(pixels, 2), size: [Side, Side], mode: InterpolationMode.Bilinear, align_corners: false);

    private static Tensor Move(Tensor pixels, double right, double down, double degreesRight)
    {
        var (sin, cos) = Math.SinCos(degreesRight * Math.PI / 180);
        const double Pixel = 2.0 / Side; // affine_grid measures the image from −1 to 1
        var back = tensor(new[] { cos, sin, -right * Pixel, -sin, cos, -down * Pixel }, ScalarType.Float32)
            .view(1, 2, 3).expand(pixels.shape[0], 2, 3);
        var grid = functional.affine_grid(back, pixels.shape, align_corners: false);
        return functional.grid_sample(
            pixels, grid, GridSampleMode.Bilinear, GridSamplePaddingMode.Border, align_corners: false);
    }

    private static Tensor ByJpeg(Tensor pixels, int quality)
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
