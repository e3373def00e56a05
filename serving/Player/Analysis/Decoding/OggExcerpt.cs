using System.Buffers.Binary;
using EmoMusic.Serving.Player.Library.Tagging;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// The headers and the middle of an Ogg file (RFC 3533). The place is found by halving, so it does not matter how long the
/// file is.
/// </summary>
internal sealed class OggExcerpt
{
    private const int MaxHeader = 27 + 255;
    private const int MaxPage = MaxHeader + (255 * 255);
    private const int MaxHeaders = 32 * 1024 * 1024; // with covers
    private const int MaxBody = 32 * 1024 * 1024; // 90 seconds have 6 MB at most
    private const int TailBytes = 1024 * 1024;
    private const uint Polynomial = 0x04C11DB7;

    private static readonly uint[] Checksums = [.. Enumerable.Range(0, 256).Select(ChecksumOf)];

    private readonly Stream file;
    private readonly int serial;
    private readonly int headerBytes;

    /// <summary>Reads an excerpt; of streams in a chain, the first that is long enough.</summary>
    /// <param name="file">An Ogg file.</param>
    /// <param name="mark">How the first packet of its stream begins.</param>
    /// <param name="rateOf">Granules per second, by the first packet.</param>
    /// <param name="seconds">Length of the excerpt.</param>
    /// <exception cref="AudioException">It has no such stream.</exception>
    public OggExcerpt(Stream file, byte[] mark, Func<byte[], int> rateOf, double seconds)
    {
        this.file = file;
        var (first, page) = StreamAt(0, mark) ?? throw new AudioException("found no stream of sound");
        while (EndOfJingle(first, page, rateOf) is { } end && StreamAt(end, mark) is { } following)
        {
            (first, page) = following;
        }

        serial = page.Serial;
        var pages = new MemoryStream();
        var at = first;
        for (; PageAt(at) is { } header && (header.Serial != serial || header.Granule <= 0); at += header.Size)
        {
            if (header.Serial == serial)
            {
                pages.Write(header.Bytes);
            }

            if (pages.Length > MaxHeaders)
            {
                throw new AudioException($"found headers of more than {MaxHeaders:n0} bytes");
            }
        }

        headerBytes = (int)pages.Length;
        FirstPacket = page.Body.ToArray();
        var rate = rateOf(FirstPacket);
        var wanted = (long)(seconds * rate);
        var start = Math.Max(0, (LastGranule() - wanted) / 2);
        at = start == 0 ? at : Seek(at, start);
        var isInside = start == 0;
        for (; NextPage(at) is { } next && pages.Length < headerBytes + MaxBody; at = next.Offset + next.Page.Size)
        {
            isInside |= next.Page.Serial == serial && next.Page.Granule > start;
            if (isInside && next.Page.Serial == serial)
            {
                pages.Write(next.Page.Bytes);
                if (next.Page.Granule > start + wanted)
                {
                    break;
                }
            }
        }

        Bytes = pages.ToArray();
    }

    /// <summary>The identification header.</summary>
    public byte[] FirstPacket { get; }

    /// <summary>An Ogg file of the headers and the middle.</summary>
    public byte[] Bytes { get; }

    /// <summary>The headers' packets.</summary>
    public IEnumerable<byte[]> Headers => Packets(0, headerBytes);

    /// <summary>The middle's packets.</summary>
    public IEnumerable<byte[]> Body => Packets(headerBytes, Bytes.Length);

    private IEnumerable<byte[]> Packets(int from, int to)
    {
        var packet = new MemoryStream();
        var isWhole = true; // what continues a packet before the excerpt is not
        for (var at = from; at < to;)
        {
            var page = Page.Parse(Bytes.AsMemory(at))!.Value;
            isWhole &= !page.IsContinued || at > from;
            var segmentAt = at + page.Size - page.Body.Length;
            foreach (var segment in page.Segments.ToArray())
            {
                packet.Write(Bytes, segmentAt, segment);
                segmentAt += segment;
                if (segment < 255)
                {
                    if (isWhole)
                    {
                        yield return packet.ToArray();
                    }

                    packet.SetLength(0);
                    isWhole = true;
                }
            }

            at += page.Size;
        }
    }

    // A stream begins on one of the first pages, before anything else.
    private (long Offset, Page Page)? StreamAt(long at, byte[] mark)
    {
        for (; PageAt(at) is { IsFirst: true } page; at += page.Size)
        {
            if (page.Body.StartsWith(mark))
            {
                return (at, page);
            }
        }

        return null;
    }

    // Where a stream ends that is too short to be analysed: stations and rippers chain streams.
    private long? EndOfJingle(long first, Page page, Func<byte[], int> rateOf)
    {
        var enough = (long)(SoundFeatures.MinSeconds * rateOf(page.Body.ToArray()));
        for (var at = first; PageAt(at) is { } next; at += next.Size)
        {
            if (next.Serial == page.Serial && (next.IsLast || next.Granule >= enough))
            {
                return next.Granule < enough ? at + next.Size : null;
            }
        }

        return null;
    }

    // The last page says how long the stream is, in samples.
    private long LastGranule()
    {
        var tail = AudioFormats.ReadAt(file, Math.Max(0, file.Length - TailBytes), TailBytes);
        for (var end = tail.Length; end > 0 && tail.AsSpan(0, end).LastIndexOf("OggS"u8) is >= 0 and var at; end = at)
        {
            if (at + 18 <= tail.Length && BinaryPrimitives.ReadInt32LittleEndian(tail.AsSpan(at + 14)) == serial
                && BinaryPrimitives.ReadInt64LittleEndian(tail.AsSpan(at + 6)) is > 0 and var granule)
            {
                return granule;
            }
        }

        return 0;
    }

    // A place at most one page's length before the page with a granule.
    private long Seek(long low, long granule)
    {
        var high = file.Length;
        while (high - low > MaxPage)
        {
            var middle = low + ((high - low) / 2);
            var next = NextPage(middle);
            while (next is { } skipped && (skipped.Page.Serial != serial || skipped.Page.Granule <= 0) && skipped.Offset < high)
            {
                next = NextPage(skipped.Offset + skipped.Page.Size);
            }

            (low, high) = next is { } found && found.Page.Granule < granule ? (middle, high) : (low, middle);
        }

        return low;
    }

    // A damaged stretch is skipped.
    private (long Offset, Page Page)? NextPage(long at)
    {
        while (at < file.Length)
        {
            if (PageAt(at) is { } page)
            {
                return (at, page);
            }

            var bytes = AudioFormats.ReadAt(file, at + 1, MaxPage);
            var mark = bytes.AsSpan().IndexOf("OggS"u8);
            at += 1 + (mark >= 0 ? mark : Math.Max(1, bytes.Length - 3));
        }

        return null;
    }

    private static uint ChecksumOf(int first)
    {
        var checksum = (uint)first << 24;
        for (var bit = 0; bit < 8; bit++)
        {
            checksum = checksum << 1 ^ ((checksum & 0x80000000) != 0 ? Polynomial : 0);
        }

        return checksum;
    }

    private Page? PageAt(long at) =>
        Page.Length(AudioFormats.ReadAt(file, at, MaxHeader)) is > 0 and var length
            ? Page.Parse(AudioFormats.ReadAt(file, at, length)) : null;

    private readonly record struct Page(ReadOnlyMemory<byte> Memory, int SegmentCount)
    {
        public int Size => Memory.Length;

        public byte[] Bytes => Memory.ToArray();

        public bool IsContinued => (Memory.Span[5] & 1) != 0;

        public bool IsFirst => (Memory.Span[5] & 2) != 0;

        public bool IsLast => (Memory.Span[5] & 4) != 0;

        public long Granule => BinaryPrimitives.ReadInt64LittleEndian(Memory.Span[6..]);

        public int Serial => BinaryPrimitives.ReadInt32LittleEndian(Memory.Span[14..]);

        public ReadOnlySpan<byte> Segments => Memory.Span.Slice(27, SegmentCount);

        public ReadOnlySpan<byte> Body => Memory.Span[(27 + SegmentCount)..];

        /// <summary>The length of the page that begins with these bytes; 0 if none does.</summary>
        public static int Length(ReadOnlySpan<byte> header)
        {
            if (header.Length < 27 || !header.StartsWith("OggS"u8) || header.Length < 27 + header[26])
            {
                return 0;
            }

            var length = 27 + header[26];
            foreach (var segment in header.Slice(27, header[26]))
            {
                length += segment;
            }

            return length;
        }

        public static Page? Parse(ReadOnlyMemory<byte> bytes) =>
            Length(bytes.Span) is > 0 and var length && length <= bytes.Length && IsIntact(bytes.Span[..length])
                ? new Page(bytes[..length], bytes.Span[26]) : null;

        // RFC 3533, 6: over the page with zeros in place of the checksum.
        private static bool IsIntact(ReadOnlySpan<byte> page)
        {
            var checksum = 0u;
            for (var i = 0; i < page.Length; i++)
            {
                var next = i is >= 22 and < 26 ? 0u : page[i];
                checksum = checksum << 8 ^ Checksums[checksum >> 24 ^ next];
            }

            return checksum == BinaryPrimitives.ReadUInt32LittleEndian(page[22..]);
        }
    }
}
