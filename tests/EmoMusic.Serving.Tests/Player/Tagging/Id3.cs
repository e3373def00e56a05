using System.Text;

namespace EmoMusic.Serving.Tests.Player.Tagging;

/// <summary>MP3 files with tags as other programs write them.</summary>
internal static class Id3
{
    /// <summary>Frames of silence: 32 kbit/s, 44.1 kHz, 26 ms each.</summary>
    public static byte[] Silence { get; } = [.. Enumerable.Repeat<byte[]>([0xFF, 0xFB, 0x10, 0, .. new byte[100]], 40).SelectMany(frame => frame)];

    /// <summary>A text in one of ID3v2's encodings: 0 Latin-1 (or what a program took for it), 1 UTF-16, 2 UTF-16BE, 3 UTF-8.</summary>
    public static (string Frame, byte[] Content) Text(string frame, byte encoding, byte[] text) => (frame, [encoding, .. text]);

    /// <summary>A text in UTF-8.</summary>
    public static (string Frame, byte[] Content) Text(string frame, string text) => (frame, [3, .. Encoding.UTF8.GetBytes(text)]);

    /// <summary>A picture.</summary>
    /// <param name="type">3 is the front cover.</param>
    public static (string Frame, byte[] Content) Picture(byte type, byte[] picture) =>
        ("APIC", [3, .. "image/png\0"u8, type, 0, .. picture]);

    /// <summary>An MP3 with an ID3v2 tag of version 3 or 4.</summary>
    public static byte[] Version2(int version, params (string Frame, byte[] Content)[] frames)
    {
        var tag = frames.SelectMany(frame => (byte[])[
            .. Encoding.ASCII.GetBytes(frame.Frame), .. version == 4 ? SevenBits(frame.Content.Length) : EightBits(frame.Content.Length), 0, 0,
            .. frame.Content]).ToArray();
        return [.. "ID3"u8, (byte)version, 0, 0, .. SevenBits(tag.Length), .. tag, .. Silence];
    }

    /// <summary>An MP3 with an ID3v1 tag.</summary>
    public static byte[] Version1(byte[] title, byte[] artist, byte genre)
    {
        var tag = new byte[128];
        "TAG"u8.CopyTo(tag);
        title.CopyTo(tag, 3);
        artist.CopyTo(tag, 33);
        tag[127] = genre;
        return [.. Silence, .. tag];
    }

    /// <summary>A size in four times seven bits.</summary>
    public static byte[] SevenBits(int size) => [(byte)(size >> 21 & 127), (byte)(size >> 14 & 127), (byte)(size >> 7 & 127), (byte)(size & 127)];

    private static byte[] EightBits(int size) => [(byte)(size >> 24), (byte)(size >> 16), (byte)(size >> 8), (byte)size];
}
