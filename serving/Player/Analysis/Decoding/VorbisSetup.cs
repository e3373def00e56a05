using System.Numerics;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Looks at the codebooks of a Vorbis setup header (Vorbis I, 3.2.1) before a decoder allocates their tables.</summary>
internal static class VorbisSetup
{
    private const long MaxValues = 4_000_000; // of all codebooks; encoders use some ten thousand

    /// <summary>Whether all codebooks together are small. A header that ends early is left to the decoder.</summary>
    public static bool IsPlausible(ReadOnlySpan<byte> header)
    {
        var bits = new Bits(header, 7); // after "\x05vorbis"
        var values = 0L;
        for (var books = bits.Read(8) + 1; books > 0 && bits.Read(24) == 0x564342; books--) // "BCV"
        {
            var (dimensions, entries) = (bits.Read(16), bits.Read(24));
            values += entries * Math.Max(1, dimensions);
            if (values > MaxValues)
            {
                return false;
            }

            SkipLengths(ref bits, entries);
            SkipTable(ref bits, entries, dimensions);
        }

        return true;
    }

    private static void SkipLengths(ref Bits bits, long entries)
    {
        if (bits.Read(1) != 0) // ordered by length
        {
            bits.Read(5);
            for (var entry = 0L; entry < entries && !bits.IsAtEnd;)
            {
                entry += bits.Read(BitsFor(entries - entry));
            }

            return;
        }

        var isSparse = bits.Read(1) != 0;
        for (var entry = 0L; entry < entries && !bits.IsAtEnd; entry++)
        {
            if (!isSparse || bits.Read(1) != 0)
            {
                bits.Read(5);
            }
        }
    }

    private static void SkipTable(ref Bits bits, long entries, long dimensions)
    {
        var kind = bits.Read(4);
        if (kind == 0)
        {
            return;
        }

        bits.Skip(64); // least value and step
        var width = bits.Read(4) + 1;
        bits.Skip(1);
        bits.Skip(width * (kind == 1 ? Root(entries, dimensions) : entries * dimensions));
    }

    private static int BitsFor(long number) => 64 - BitOperations.LeadingZeroCount((ulong)number);

    // The largest number whose power is at most the entries.
    private static long Root(long entries, long dimensions)
    {
        if (dimensions == 0)
        {
            return 0;
        }

        var root = (long)Math.Floor(Math.Pow(entries, 1.0 / dimensions) + 1e-9);
        return Math.Pow(root + 1, dimensions) <= entries ? root + 1 : root;
    }

    // From the lowest bit on; zeros after the end.
    private ref struct Bits(ReadOnlySpan<byte> bytes, int firstByte)
    {
        private readonly ReadOnlySpan<byte> bytes = bytes;
        private long at = firstByte * 8L;

        public readonly bool IsAtEnd => at >= bytes.Length * 8L;

        public void Skip(long count) => at += count;

        public long Read(int count)
        {
            var value = 0L;
            for (var bit = 0; bit < count && at + bit < bytes.Length * 8L; bit++)
            {
                value |= (long)(bytes[(int)((at + bit) / 8)] >> (int)((at + bit) % 8) & 1) << bit;
            }

            at += count;
            return value;
        }
    }
}
