using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>Rotates an image upright by its EXIF orientation, 1 to 8.</summary>
internal static class Orientation
{
    /// <summary>Whether width and height are swapped.</summary>
    public static bool SwapsSides(SKEncodedOrigin origin) => origin >= SKEncodedOrigin.LeftTop;

    /// <summary>The upright image; the same instance if it is upright already.</summary>
    public static GreyImage Upright(GreyImage image, SKEncodedOrigin origin)
    {
        if (origin is SKEncodedOrigin.TopLeft or SKEncodedOrigin.Default)
        {
            return image;
        }

        var (width, height) = SwapsSides(origin) ? (image.Height, image.Width) : (image.Width, image.Height);
        var pixels = new byte[width * height];
        for (var y = 0; y < height; y++)
        {
            for (var x = 0; x < width; x++)
            {
                var (column, row) = origin switch
                {
                    SKEncodedOrigin.TopRight => (image.Width - 1 - x, y),
                    SKEncodedOrigin.BottomRight => (image.Width - 1 - x, image.Height - 1 - y),
                    SKEncodedOrigin.BottomLeft => (x, image.Height - 1 - y),
                    SKEncodedOrigin.LeftTop => (y, x),
                    SKEncodedOrigin.RightTop => (y, image.Height - 1 - x),
                    SKEncodedOrigin.RightBottom => (image.Width - 1 - y, image.Height - 1 - x),
                    _ => (image.Width - 1 - y, x), // LeftBottom
                };
                pixels[(y * width) + x] = image.Pixels[(row * image.Width) + column];
            }
        }

        return new GreyImage(width, height, pixels);
    }
}
