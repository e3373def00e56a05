using System.Buffers.Binary;
using System.IO.Hashing;
using System.Text;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>EXIF data as phones write it.</summary>
internal static class Exif
{
    /// <summary>Inserts an APP1 segment with the orientation (tag 0x0112) after the JPEG's first marker.</summary>
    public static byte[] WithOrientation(byte[] jpeg, byte orientation)
    {
        byte[] exif = [.. "Exif\0\0"u8, .. Tiff(orientation)];
        var length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)(exif.Length + 2));
        return [0xff, 0xd8, 0xff, 0xe1, .. length, .. exif, .. jpeg[2..]];
    }

    /// <summary>Puts it into a chunk <c>eXIf</c> behind a PNG's header.</summary>
    public static byte[] InPng(byte[] png, byte orientation) => [.. png[..33], .. Chunk("eXIf", Tiff(orientation)), .. png[33..]];

    /// <summary>Extends a simple WebP, whose only chunk is the image, with a chunk <c>EXIF</c>.</summary>
    public static byte[] InWebp(byte[] webp, int width, int height, byte orientation, string prefix)
    {
        const byte HasExif = 8;
        byte[] exif = [.. Encoding.Latin1.GetBytes(prefix), .. Tiff(orientation)];
        byte[] extended = [HasExif, 0, 0, 0, (byte)(width - 1), 0, 0, (byte)(height - 1), 0, 0];
        byte[] file =
        [
            .. webp[..12], .. "VP8X"u8, (byte)extended.Length, 0, 0, 0, .. extended, .. webp[12..],
            .. "EXIF"u8, (byte)exif.Length, 0, 0, 0, .. exif,
        ];
        BinaryPrimitives.WriteInt32LittleEndian(file.AsSpan(4), file.Length - 8);
        return file;
    }

    /// <summary>A chunk of a PNG.</summary>
    public static byte[] Chunk(string type, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. Encoding.Latin1.GetBytes(type), .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }

    private static byte[] Tiff(byte orientation) =>
    [
        .. "MM"u8, 0, 42, 0, 0, 0, 8, // big endian, the directory begins at 8
        0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, // one entry: a short
        0, 0, 0, 0,
    ];
}
