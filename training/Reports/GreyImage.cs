using EmoMusic.Training.Data;
using SkiaSharp;

namespace EmoMusic.Training.Reports;

/// <summary>A face as a picture file.</summary>
public static class GreyImage
{
    /// <summary>48×48 grey values, row by row, as PNG.</summary>
    public static byte[] Png(byte[] pixels)
    {
        var info = new SKImageInfo(LabelledImages.Side, LabelledImages.Side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var image = SKImage.FromPixelCopy(info, pixels);
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }
}
