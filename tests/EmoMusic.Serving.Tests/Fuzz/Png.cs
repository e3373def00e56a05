using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using EmoMusic.Serving.Tests.Detector;

namespace EmoMusic.Serving.Tests.Fuzz;

/// <summary>PNG files with unusual chunks.</summary>
internal static class Png
{
    private const int AfterHeader = 8 + 25; // signature and IHDR

    /// <summary>The same image with a chunk of compressed zeros: one kilobyte per megabyte.</summary>
    /// <param name="png">A valid file.</param>
    /// <param name="type">iCCP, zTXt or iTXt.</param>
    /// <param name="megabytes">Its size when decompressed.</param>
    public static byte[] WithBomb(byte[] png, string type, int megabytes)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            for (var i = 0; i < megabytes; i++)
            {
                zlib.Write(new byte[1 << 20]);
            }
        }

        byte[] name = type == "iTXt" ? [.. "name\0"u8, 1, 0, 0, 0] : [.. "name\0"u8, 0];
        byte[] content = [.. name, .. packed.ToArray()];
        return [.. png[..AfterHeader], .. Exif.Chunk(type, content), .. png[AfterHeader..]];
    }

    /// <summary>The same file with other dimensions in its header, and a valid checksum.</summary>
    public static byte[] WithSize(byte[] png, int width, int height)
    {
        byte[] copy = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(29), Crc32.HashToUInt32(copy.AsSpan(12, 17)));
        return copy;
    }
}
