using System.Text;
using SkiaSharp;

namespace EmoMusic.TestKit;

/// <summary>Images, audio and libraries whose exact content does not matter.</summary>
public static class Some
{
    /// <summary>Path of the promoted model.</summary>
    public static string Model => Repository.At("serving/models/emotion.onnx");

    /// <summary>An encoded image of an oval on a plain background. The face finder finds no face in it.</summary>
    public static byte[] Picture(
        int width = 48, int height = 48, SKEncodedImageFormat format = SKEncodedImageFormat.Png, int seed = 1)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint { Color = new SKColor(200, 180, 160) };
        canvas.Clear(new SKColor((byte)(40 + (seed * 37 % 100)), 60, 80));
        canvas.DrawOval(width / 2f, height / 2f, width / 3f, height / 2.5f, paint);
        using var data = bitmap.Encode(format, 90);
        return data.ToArray();
    }

    /// <summary>A JPEG of a smooth gradient. The face finder finds no face in it.</summary>
    public static byte[] Gradient(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height);
        using var canvas = new SKCanvas(bitmap);
        using var paint = new SKPaint();
        paint.Shader = SKShader.CreateLinearGradient(
            default, new SKPoint(width, height), [SKColors.SteelBlue, SKColors.Wheat], SKShaderTileMode.Clamp);
        canvas.DrawPaint(paint);
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 90).ToArray();
    }

    /// <summary>A 24-bit BMP of one colour; Skia cannot encode BMP.</summary>
    public static byte[] Bmp(int width, int height)
    {
        var row = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (row * height)];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        writer.Write(file.Length);
        writer.Write(0);
        writer.Write(54); // offset of the pixels
        writer.Write(40); // length of this header
        writer.Write(width);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)24); // bits per pixel
        Array.Fill(file, (byte)100, 54, row * height);
        return file;
    }

    /// <summary>A motion JPEG for Chromium's fake camera: the upper part of a photo at 640 × 480.</summary>
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
        System.IO.File.WriteAllBytes(file, [.. jpeg, .. jpeg]);
        return file;
    }

    /// <summary>A WAV of a sine tone, 8 kHz, 8 bits, mono.</summary>
    public static byte[] Wav(int seconds, double hertz = 440)
    {
        const int rate = 8000;
        var samples = Enumerable.Range(0, rate * seconds)
            .Select(i => (byte)(128 + (100 * Math.Sin(2 * Math.PI * hertz * i / rate)))).ToArray();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1); // PCM
        writer.Write((short)1); // channels
        writer.Write(rate);
        writer.Write(rate); // bytes per second
        writer.Write((short)1); // bytes per sample
        writer.Write((short)8); // bits per sample
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        return stream.ToArray();
    }

    /// <summary>An MP3 of one second of silence with an ID3v2.4 tag, https://id3.org/id3v2.4.0-frames.</summary>
    /// <param name="frames">For example ("TIT2", "a title"); "TXXX" takes "NAME=value".</param>
    public static byte[] Mp3(params (string Frame, string Value)[] frames) => Mp3(null, frames);

    /// <summary>The same with a cover.</summary>
    public static byte[] Mp3(byte[]? cover, params (string Frame, string Value)[] frames)
    {
        List<byte> tag = [];
        foreach (var (frame, value) in frames)
        {
            Add(frame, [3, .. Encoding.UTF8.GetBytes(frame == "TXXX" ? value.Replace('=', '\0') : value)]);
        }

        if (cover is not null)
        {
            Add("APIC", [3, .. "image/png\0"u8, 3, 0, .. cover]);
        }

        byte[] silence = [0xFF, 0xFB, 0x10, 0, .. new byte[100]]; // 32 kbit/s, 44.1 kHz: 26 ms
        return [.. "ID3\u0004\0\0"u8, .. Size(tag.Count), .. tag, .. Enumerable.Repeat(silence, 40).SelectMany(each => each)];

        void Add(string frame, byte[] content) => tag.AddRange([.. Encoding.ASCII.GetBytes(frame), .. Size(content.Length), 0, 0, .. content]);

        static byte[] Size(int size) => [(byte)(size >> 21), (byte)(size >> 14 & 127), (byte)(size >> 7 & 127), (byte)(size & 127)];
    }

    /// <summary>Writes a file below a folder, and creates the folders in between.</summary>
    public static void File(TemporaryFolder folder, string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        System.IO.File.WriteAllBytes(folder[path], content);
    }

    /// <summary>Writes a one-second WAV to each path below a folder.</summary>
    public static void Tracks(TemporaryFolder folder, params string[] paths)
    {
        foreach (var path in paths)
        {
            File(folder, path, Wav(seconds: 1));
        }
    }

    /// <summary>
    /// Writes a library with two tracks of 20 seconds for each emotion except disgust: <c>Test - Happy 1.wav</c> and so on.
    /// </summary>
    public static string Library(string folder)
    {
        string[] emotions = ["angry", "fear", "happy", "sad", "surprise", "neutral"];
        foreach (var emotion in emotions)
        {
            var name = char.ToUpperInvariant(emotion[0]) + emotion[1..];
            var subfolder = Directory.CreateDirectory(Path.Combine(folder, emotion)).FullName;
            for (var track = 1; track <= 2; track++)
            {
                System.IO.File.WriteAllBytes(
                    Path.Combine(subfolder, $"Test - {name} {track}.wav"), Wav(seconds: 20, hertz: 220 * track));
            }
        }

        return folder;
    }
}
