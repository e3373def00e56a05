using EmoMusic.Training.Data;
using SkiaSharp;

namespace EmoMusic.Training.Reports;

/// <summary>Encodes greyscale images.</summary>
public static class GreyImage
{
    /// <summary>48×48 grey values in row-major order, as PNG.</summary>
    public static byte[] Png(byte[] pixels)
    {
        var info = new SKImageInfo(LabelledImages.Side, LabelledImages.Side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var image = SKImage.FromPixelCopy(info, pixels);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
