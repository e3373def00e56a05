using EmoMusic.Serving.Detector.Model;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>Encodes the network's input for display.</summary>
internal static class FaceCrop
{
    private static readonly SKImageInfo Info = new(
        ModelContract.Side, ModelContract.Side, SKColorType.Gray8, SKAlphaType.Opaque);

    private static readonly SKPngEncoderOptions Fast = new(SKPngEncoderFilterFlags.NoFilters, 1); // 2 kB either way

    /// <summary>A PNG of 48 × 48 grey values 0–255, as a data URL.</summary>
    public static string ToDataUrl(ReadOnlySpan<float> values)
    {
        Span<byte> pixels = stackalloc byte[values.Length];
        for (var i = 0; i < values.Length; i++)
        {
            pixels[i] = (byte)Math.Round(values[i]);
        }

        unsafe
        {
            fixed (byte* first = pixels)
            {
                using var pixmap = new SKPixmap(Info, (nint)first);
                using var png = pixmap.Encode(Fast)!; // null only for pixel types that PNG lacks
                return $"data:image/png;base64,{Convert.ToBase64String(png.AsSpan())}";
            }
        }
    }
}
