using SkiaSharp;

namespace EmoMusic.Serving.Web;

/// <summary>A drawing of a face, which the face detector takes for one: so the warm-up needs nobody's photo.</summary>
internal static class DrawnFace
{
    private static readonly (float X, float Y, float RadiusX, float RadiusY, uint Color)[] Ovals =
    [
        (0, 210, 170, 100, 0xff303848), // shoulders
        (0, -20, 98, 125, 0xff3a2a20), // hair
        (0, 0, 80, 105, 0xffd8a890), // face
        (-32, -15, 16, 8, 0xfff4f0ec), (32, -15, 16, 8, 0xfff4f0ec), (-32, -15, 8, 8, 0xff30241c), (32, -15, 8, 8, 0xff30241c),
        (-32, -36, 20, 4, 0xff3a2a20), (32, -36, 20, 4, 0xff3a2a20), // eyebrows
        (0, 22, 10, 6, 0xffb08068), (-5, 24, 3, 2, 0xff704838), (5, 24, 3, 2, 0xff704838), // nose
        (0, 55, 28, 7, 0xffa04848), // mouth
    ];

    /// <summary>A JPEG of 640 × 480 pixels.</summary>
    public static byte[] Jpeg()
    {
        using var bitmap = new SKBitmap(640, 480);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { IsAntialias = true };
        canvas.Clear(new SKColor(110, 120, 130));
        canvas.Translate(bitmap.Width / 2f, bitmap.Height / 2f);
        foreach (var (x, y, radiusX, radiusY, color) in Ovals)
        {
            paint.Color = color;
            canvas.DrawOval(x, y, radiusX, radiusY, paint);
        }

        using var jpeg = bitmap.Encode(SKEncodedImageFormat.Jpeg, 90);
        return jpeg.ToArray();
    }
}
