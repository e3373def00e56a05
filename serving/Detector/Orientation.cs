using System.Runtime.InteropServices;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>Rotates an image upright by its EXIF orientation, 1 to 8.</summary>
internal static class Orientation
{
    /// <summary>Whether width and height are swapped.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>The image upright: the same one if it is so already, else a new one, and the old one is disposed.</summary>
    /// <param name="image">Four bytes a pixel.</param>
    /// <param name="origin">Its orientation.</param>
    public static SKBitmap Upright(SKBitmap image, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return image;
        }

        using (image)
        {
            var info = SwapsSides(origin) ? image.Info.WithSize(image.Height, image.Width) : image.Info;
            var upright = new SKBitmap(info);
            Turn(Pixels(image), Pixels(upright), image.Width, image.Height, info.Width, origin);
            return upright;
        }
    }

    private static Span<uint> Pixels(SKBitmap image) => MemoryMarshal.Cast<byte, uint>(image.GetPixelSpan());

    private static void Turn(
        ReadOnlySpan<uint> from, Span<uint> to, int width, int height, int uprightWidth, SKEncodedOrigin origin)
    {
        // Where the first pixel comes from, and how far apart neighbours in a row and in a column are there.
        var (last, lastRow) = (width - 1, (height - 1) * width);
        var (first, right, down) = origin switch
        {
            SKEncodedOrigin.TopRight => (last, -1, width),
            SKEncodedOrigin.BottomRight => (last + lastRow, -1, -width),
            SKEncodedOrigin.BottomLeft => (lastRow, 1, -width),
            SKEncodedOrigin.LeftTop => (0, width, 1),
            SKEncodedOrigin.RightTop => (lastRow, -width, 1),
            SKEncodedOrigin.RightBottom => (last + lastRow, -width, -1),
            _ => (last, width, -1), // LeftBottom
        };
        for (int start = first, at = 0; at < to.Length; start += down)
        {
            for (int x = 0, source = start; x < uprightWidth; x++, source += right, at++)
            {
                to[at] = from[source];
            }
        }
    }
}
