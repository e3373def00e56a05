using EmoMusic.TestKit;
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

    /// <summary>JPEGs of 640 × 480 pixels with one face each: real photos, altered.</summary>
    public static IReadOnlyList<byte[]> Photos()
    {
        using var photos = new AlteredPhotos(Path.Combine(Paths.Shared, "photos"));
        return [.. Enumerable.Range(0, 12).Select(seed => photos.Compose(Alteration.All[0], seed).Jpeg)];
    }

    /// <summary>A JPEG of 12 megapixels with one face.</summary>
    public static byte[] LargePhoto()
    {
        using var small = SKImage.FromEncodedData(Photos()[0]);
        using var large = new SKBitmap(4000, 3000);
        using var canvas = new SKCanvas(large);
        canvas.DrawImage(small, new SKRect(0, 0, 4000, 3000), new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var jpeg = large.Encode(SKEncodedImageFormat.Jpeg, 90);
        return jpeg.ToArray();
    }
}
