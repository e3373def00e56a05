using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

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
        byte[] chunk = [0, 0, 0, 0, .. System.Text.Encoding.ASCII.GetBytes(type), .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return [.. png[..AfterHeader], .. chunk, .. png[AfterHeader..]];
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
