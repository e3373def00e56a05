using System.Text;
using SkiaSharp;

namespace EmoMusic.Serving.Tests;

/// <summary>Pictures for which it does not matter what they show.</summary>
internal static class Some
{
    /// <summary>A grey gradient with a blob, as a file.</summary>
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

    /// <summary>A 24-bit BMP of one colour, which Skia does not write.</summary>
    public static byte[] Bmp(int width, int height)
    {
        var row = ((width * 3) + 3) / 4 * 4;
        var file = new byte[54 + (row * height)];
        using var writer = new BinaryWriter(new MemoryStream(file));
        writer.Write("BM"u8);
        writer.Write(file.Length);
        writer.Write(0);
        writer.Write(54);
        writer.Write(40);
        writer.Write(width);
        writer.Write(height);
        writer.Write((short)1);
        writer.Write((short)24);
        Array.Fill(file, (byte)100, 54, row * height);
        return file;
    }

    /// <summary>The promoted model's file.</summary>
    public static string Model => Repository.At("serving/models/emotion.onnx");

    /// <summary>A real photo from beside the checkout; null where there is none.</summary>
    public static byte[]? Photo(string name)
    {
        var path = Path.Combine(Repository.Root, "..", "shared", "data", "photos", name);
        return System.IO.File.Exists(path) ? System.IO.File.ReadAllBytes(path) : null;
    }

    /// <summary>A library with one track of each emotion, each a short WAV.</summary>
    public static void Music(TemporaryFolder folder, params string[] paths)
    {
        foreach (var path in paths)
        {
            var file = folder[path];
            Directory.CreateDirectory(Path.GetDirectoryName(file)!);
            System.IO.File.WriteAllBytes(file, Wav(seconds: 1));
        }
    }

    /// <summary>A file of a library.</summary>
    public static void File(TemporaryFolder folder, string path, byte[] content)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(folder[path])!);
        System.IO.File.WriteAllBytes(folder[path], content);
    }

    /// <summary>An MP3 of a second of silence with an ID3v2.4 tag, https://id3.org/id3v2.4.0-frames.</summary>
    /// <param name="frames">Such as ("TIT2", "a title"); "TXXX" takes "NAME=value".</param>
    public static byte[] Mp3(params (string Frame, string Value)[] frames) => Mp3(null, frames);

    /// <summary>The same with a picture.</summary>
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

    /// <summary>A WAV of a 440 Hz tone, 8 kHz, 8 bits, mono.</summary>
    public static byte[] Wav(int seconds)
    {
        var samples = Enumerable.Range(0, 8000 * seconds)
            .Select(i => (byte)(128 + (100 * Math.Sin(2 * Math.PI * 440 * i / 8000)))).ToArray();
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF"u8);
        writer.Write(36 + samples.Length);
        writer.Write("WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1);
        writer.Write((short)1);
        writer.Write(8000);
        writer.Write(8000);
        writer.Write((short)1);
        writer.Write((short)8);
        writer.Write("data"u8);
        writer.Write(samples.Length);
        writer.Write(samples);
        return stream.ToArray();
    }
}
