using SkiaSharp;

namespace EmoMusic.Browser.Tests;

/// <summary>Music and pictures whose content does not matter.</summary>
internal static class Some
{
    /// <summary>
    /// A library with two tones for every emotion but disgust, which has none: <c>Test - Happy 1.wav</c> and so on.
    /// </summary>
    public static string Library(string folder)
    {
        string[] emotions = ["angry", "fear", "happy", "sad", "surprise", "neutral"];
        foreach (var emotion in emotions)
        {
            var name = char.ToUpperInvariant(emotion[0]) + emotion[1..];
            var place = Directory.CreateDirectory(Path.Combine(folder, emotion)).FullName;
            for (var track = 1; track <= 2; track++)
            {
                File.WriteAllBytes(Path.Combine(place, $"Test - {name} {track}.wav"), Tone(220 * track, seconds: 20));
            }
        }

        return folder;
    }

    /// <summary>A WAV file, 8 kHz, 16 bits, one channel.</summary>
    public static byte[] Tone(double hertz, int seconds)
    {
        const int Rate = 8000;
        var count = Rate * seconds;
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + (2 * count));
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1); // PCM
        writer.Write((short)1); // channels
        writer.Write(Rate);
        writer.Write(2 * Rate); // bytes a second
        writer.Write((short)2); // bytes a sample
        writer.Write((short)16);
        writer.Write("data"u8);
        writer.Write(2 * count);
        for (var i = 0; i < count; i++)
        {
            writer.Write((short)(3000 * Math.Sin(2 * Math.PI * hertz * i / Rate)));
        }

        return stream.ToArray();
    }

    /// <summary>A JPEG of one soft gradient: no face in it.</summary>
    public static byte[] Photo(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        paint.Shader = SKShader.CreateLinearGradient(
            default, new SKPoint(width, height), [SKColors.SteelBlue, SKColors.Wheat], SKShaderTileMode.Clamp);
        canvas.DrawPaint(paint);
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
    }

    /// <summary>What a camera sees: the photo's upper part at 640 by 480, over and over, as motion JPEG.</summary>
    public static string Video(string photo, string file)
    {
        using var picture = SKBitmap.Decode(photo);
        using var frame = new SKBitmap(640, 480);
        using (var canvas = new SKCanvas(frame))
        {
            var width = picture.Width * 0.75f;
            canvas.DrawBitmap(
                picture, SKRect.Create(picture.Width * 0.05f, 0, width, width * 3 / 4), SKRect.Create(640, 480));
        }

        var jpeg = frame.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
        File.WriteAllBytes(file, [.. jpeg, .. jpeg]);
        return file;
    }
}
