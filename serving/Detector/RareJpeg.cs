using System.Buffers.Binary;

namespace EmoMusic.Serving.Detector;

/// <summary>Names JPEG files of the kinds that neither Skia nor browsers decode.</summary>
internal static class RareJpeg
{
    private const int MaxSide = 65_500; // libjpeg's

    /// <summary>What is unusual about a JPEG file, by the marker of its frame (ITU-T T.81, table B.1); null if nothing is.</summary>
    public static string? KindOf(ReadOnlySpan<byte> file)
    {
        for (var at = 2; at + 9 <= file.Length && file[at] == 0xff;)
        {
            var marker = file[at + 1];
            if (marker is 0xf7 or (>= 0xc0 and <= 0xcf and not (0xc4 or 0xc8 or 0xcc))) // not tables
            {
                return marker switch
                {
                    0xf7 => "JPEG-LS",
                    0xc3 or 0xc7 or 0xcb or 0xcf => "lossless",
                    0xc5 or 0xc6 or 0xcd or 0xce => "hierarchical",
                    _ => file[at + 4] != 8 ? $"with {file[at + 4]} bits a channel"
                        : Math.Max(UInt16(file[(at + 5)..]), UInt16(file[(at + 7)..])) > MaxSide ? "above 65,500 pixels a side" : null,
                };
            }

            // Bytes of fill have no length.
            at += marker == 0xff ? 1 : 2 + UInt16(file[(at + 2)..]);
        }

        return null;

        static int UInt16(ReadOnlySpan<byte> at) => BinaryPrimitives.ReadUInt16BigEndian(at);
    }
}
