using System.Buffers.Binary;
using System.IO.Compression;
using System.IO.Hashing;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>Small files that decompress to large images.</summary>
internal static class OversizedPng
{
    /// <summary>A valid grey PNG of one colour: one kilobyte per megabyte of pixels.</summary>
    /// <param name="width">In pixels.</param>
    /// <param name="height">In pixels.</param>
    /// <param name="rows">Rows that are there; at most 2000 by default.</param>
    /// <param name="bits">Bits per pixel: 8 or 16.</param>
    /// <param name="interlaced">Whether it has the seven passes of Adam7, which are all zero as well.</param>
    public static byte[] Png(int width, int height, int? rows = null, int bits = 8, bool interlaced = false)
    {
        using var packed = new MemoryStream();
        using (var zlib = new ZLibStream(packed, CompressionLevel.Fastest, leaveOpen: true))
        {
            var row = new byte[(width * bits / 8) + 1];
            for (var y = 0; y < Math.Min(height, rows ?? 2000) + (interlaced ? 10 : 0); y++)
            {
                zlib.Write(row);
            }
        }

        var header = new byte[13];
        BinaryPrimitives.WriteInt32BigEndian(header, width);
        BinaryPrimitives.WriteInt32BigEndian(header.AsSpan(4), height);
        header[8] = (byte)bits; // colour type 0 is grey
        header[12] = (byte)(interlaced ? 1 : 0);
        return [.. Signature,
            .. Chunk("IHDR"u8, header), .. Chunk("IDAT"u8, packed.ToArray()), .. Chunk("IEND"u8, [])];
    }

    private static readonly byte[] Signature = [0x89, .. "PNG\r\n"u8, 0x1a, (byte)'\n'];

    private static byte[] Chunk(ReadOnlySpan<byte> type, byte[] content)
    {
        byte[] chunk = [0, 0, 0, 0, .. type, .. content, 0, 0, 0, 0];
        BinaryPrimitives.WriteInt32BigEndian(chunk, content.Length);
        BinaryPrimitives.WriteUInt32BigEndian(
            chunk.AsSpan(^4..), Crc32.HashToUInt32(chunk.AsSpan(4, content.Length + 4)));
        return chunk;
    }
}
