using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;
using EmoMusic.Serving.Tests.Detector;

namespace EmoMusic.Serving.Tests.Fuzz;

/// <summary>PNG files with more in them than a picture.</summary>
internal static class Png
{
    private const int AfterHeader = 8 + 25; // signature and IHDR

    /// <summary>The same picture with a chunk of this many packed zeros: a kilobyte for each megabyte.</summary>
    /// <param name="png">A valid file.</param>
    /// <param name="type">iCCP, zTXt or iTXt.</param>
    /// <param name="megabytes">What it unpacks to.</param>
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

    /// <summary>The same file saying that it has other dimensions, its checksum mended.</summary>
    public static byte[] WithSize(byte[] png, int width, int height)
    {
        byte[] copy = [.. png];
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(16), width);
        BinaryPrimitives.WriteInt32BigEndian(copy.AsSpan(20), height);
        BinaryPrimitives.WriteUInt32BigEndian(copy.AsSpan(29), Crc32.HashToUInt32(copy.AsSpan(12, 17)));
        return copy;
    }
}
