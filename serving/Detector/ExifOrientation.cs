using System.Buffers.Binary;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>
/// Reads the EXIF orientation where Skia does not: in the <c>eXIf</c> chunk of a PNG, and in a WebP whose EXIF begins with
/// JPEG's prefix <c>Exif\0\0</c>.
/// </summary>
internal static class ExifOrientation
{
    private const ushort OrientationTag = 0x0112;
    private const ushort Short = 3;

    /// <summary>The orientation of a file that Skia can decode.</summary>
    public static SKEncodedOrigin Of(ReadOnlySpan<byte> file, SKCodec codec) => codec.EncodedFormat switch
    {
        SKEncodedImageFormat.Png => Parse(PngChunk(file)) ?? codec.EncodedOrigin,
        SKEncodedImageFormat.Webp => Parse(WebpChunk(file)) ?? codec.EncodedOrigin,
        _ => codec.EncodedOrigin,
    };

    // PNG: signature of 8 bytes; then each chunk has its length, type, content and checksum.
    private static ReadOnlySpan<byte> PngChunk(ReadOnlySpan<byte> file)
    {
        for (var rest = file[8..]; rest.Length >= 12;)
        {
            var length = BinaryPrimitives.ReadUInt32BigEndian(rest);
            if (length > rest.Length - 12)
            {
                break;
            }

            if (rest[4..].StartsWith("eXIf"u8))
            {
                return rest.Slice(8, (int)length);
            }

            rest = rest[((int)length + 12)..];
        }

        return [];
    }

    // RIFF: header of 12 bytes; then each chunk has its type, length and content, padded to an even length.
    private static ReadOnlySpan<byte> WebpChunk(ReadOnlySpan<byte> file)
    {
        for (var rest = file[12..]; rest.Length >= 8;)
        {
            var length = BinaryPrimitives.ReadUInt32LittleEndian(rest[4..]);
            if (length > rest.Length - 8)
            {
                break;
            }

            if (rest.StartsWith("EXIF"u8))
            {
                return rest.Slice(8, (int)length);
            }

            rest = rest[Math.Min((int)(length + (length & 1)) + 8, rest.Length)..];
        }

        return [];
    }

    // TIFF: byte order, 42, the offset of the first directory; there a count and entries of 12 bytes.
    private static SKEncodedOrigin? Parse(ReadOnlySpan<byte> exif)
    {
        exif = exif.StartsWith("Exif\0\0"u8) ? exif[6..] : exif;
        var bigEndian = exif.StartsWith("MM\0*"u8);
        if (exif.Length < 8 || !(bigEndian || exif.StartsWith("II*\0"u8)))
        {
            return null;
        }

        var offset = bigEndian ? BinaryPrimitives.ReadUInt32BigEndian(exif[4..]) : BinaryPrimitives.ReadUInt32LittleEndian(exif[4..]);
        if (offset > exif.Length - 2)
        {
            return null;
        }

        var entries = exif[((int)offset + 2)..];
        for (var left = UInt16(exif[(int)offset..]); left > 0 && entries.Length >= 12; left--, entries = entries[12..])
        {
            if (UInt16(entries) == OrientationTag && UInt16(entries[2..]) == Short)
            {
                var value = UInt16(entries[8..]);
                return value is >= 1 and <= 8 ? (SKEncodedOrigin)value : null;
            }
        }

        return null;

        ushort UInt16(ReadOnlySpan<byte> at) =>
            bigEndian ? BinaryPrimitives.ReadUInt16BigEndian(at) : BinaryPrimitives.ReadUInt16LittleEndian(at);
    }
}
