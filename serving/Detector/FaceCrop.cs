using EmoMusic.Serving.Detector.Model;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>The face as the network saw it, for people to look at.</summary>
internal static class FaceCrop
{
    private static readonly SKImageInfo Info = new(
        ModelContract.Side, ModelContract.Side, SKColorType.Gray8, SKAlphaType.Opaque);

    private static readonly SKPngEncoderOptions Quick = new(SKPngEncoderFilterFlags.NoFilters, 1); // 2 kB either way

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
                using var png = pixmap.Encode(Quick)!; // null only for a type that PNG has not
                return $"data:image/png;base64,{Convert.ToBase64String(png.AsSpan())}";
            }
        }
    }
}
