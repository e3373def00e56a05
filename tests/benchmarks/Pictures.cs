using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>Test photos.</summary>
internal static class Pictures
{
    /// <summary>A 48 × 48 grey PNG.</summary>
    public static byte[] Face()
    {
        using var bitmap = new SKBitmap(48, 48, SKColorType.Gray8, SKAlphaType.Opaque);
        new Random(1).NextBytes(bitmap.GetPixelSpan());
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    /// <summary>A 640 × 480 JPEG, with one face if the real photo is available.</summary>
    public static byte[] Photo()
    {
        using var scene = new SKBitmap(640, 480);
        using var canvas = new SKCanvas(scene);
        canvas.Clear(SKColors.DarkSlateGray);
        var path = Path.Combine(Paths.Shared, "photos", "one-face.png");
        if (File.Exists(path))
        {
            using var portrait = SKImage.FromEncodedData(path);
            canvas.DrawImage(portrait, new SKRect(0, -80, 640, 560), new SKSamplingOptions(SKCubicResampler.Mitchell));
        }

        using var jpeg = scene.Encode(SKEncodedImageFormat.Jpeg, 90);
        return jpeg.ToArray();
    }
}
