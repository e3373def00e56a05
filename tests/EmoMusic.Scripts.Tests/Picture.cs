using SkiaSharp;

namespace EmoMusic.Scripts.Tests;

/// <summary>A picture for which it does not matter what it shows: a bright blob on a dark ground.</summary>
internal static class Picture
{
    /// <summary>Writes it as JPEG, WebP or PNG, by the name's ending.</summary>
    public static void Write(string path, int side = 48)
    {
        using var bitmap = new SKBitmap(side, side, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = new SKColor(200, 180, 160) };
        canvas.Clear(new SKColor(90, 70, 60));
        canvas.DrawOval(side / 2f, side / 2f, side / 3f, side / 2.5f, paint);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        using var file = File.Create(path);
        bitmap.Encode(file, Path.GetExtension(path) switch
        {
            ".jpg" => SKEncodedImageFormat.Jpeg,
            ".webp" => SKEncodedImageFormat.Webp,
            _ => SKEncodedImageFormat.Png,
        }, quality: 90);
    }
}
