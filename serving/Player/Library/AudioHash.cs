using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.Win32.SafeHandles;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Identifies a recording by its encoded audio, without tags and without reading all of it: taggers rename and retag files
/// in one go, but leave the audio alone.
/// </summary>
internal static class AudioHash
{
    /// <summary>The hash of a file whose format is unknown.</summary>
    public const string Unknown = "-";

    private const int SampleBytes = 64 * 1024;
    private const int MaxChunks = 10_000; // of a container; a damaged one may have millions
    private const int MaxTags = 16; // ID3v2 blocks, one after the other

    /// <summary>SHA-256 over samples of the audio; the first 32 hex digits.</summary>
    /// <exception cref="IOException">The file cannot be read.</exception>
    public static string Of(string path)
    {
        using var file = File.OpenHandle(path, options: FileOptions.RandomAccess);
        return new Reader(file).Hash() is { } hash ? Convert.ToHexStringLower(hash)[..32] : Unknown;
    }

    private sealed class Reader(SafeFileHandle file)
    {
        private static readonly byte[] AsfHeader = Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C");
        private static readonly byte[] AsfData = Convert.FromHexString("3626B2758E66CF11A6D900AA0062CE6C");

        private readonly long length = RandomAccess.GetLength(file);

        public byte[]? Hash()
        {
            var start = SkipId3(0);
            var head = Read(start, 16);
            return head switch
            {
                [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => Flac(start + 4),
                [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => Ogg(start),
                [(byte)'R', (byte)'I', (byte)'F', (byte)'F', ..] => Chunk(start + 12, "data"u8, littleEndian: true),
                [(byte)'F', (byte)'O', (byte)'R', (byte)'M', ..] => Chunk(start + 12, "SSND"u8, littleEndian: false),
                [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => Boxes(),
                [0x1A, 0x45, 0xDF, 0xA3, ..] => Matroska(),
                _ when head.AsSpan().SequenceEqual(AsfHeader) => Asf(),
                [0xFF, >= 0xE0, ..] => Samples(SkipInfoFrame(start), EndWithoutTags()), // MP3 or AAC
                _ when start > 0 => Samples(start, EndWithoutTags()),
                _ => null,
            };
        }

        private byte[] Read(long offset, int count)
        {
            var bytes = new byte[Math.Max(0, Math.Min(count, length - offset))];
            return bytes.Length == 0 ? bytes : bytes[..RandomAccess.Read(file, bytes, offset)];
        }

        // ID3v2, possibly several: ten bytes with the size in seven bits each.
        private long SkipId3(long start)
        {
            for (var tags = 0; tags < MaxTags && Read(start, 10)
                is [(byte)'I', (byte)'D', (byte)'3', _, _, var flags, var a, var b, var c, var d]; tags++)
            {
                var size = 10 + ((a & 127) << 21 | (b & 127) << 14 | (c & 127) << 7 | (d & 127)) + ((flags & 16) != 0 ? 10 : 0);
                start += size;
            }

            return start;
        }

        // An MP3's first frame may have no audio, but a table of the others ("Xing" or "Info"), which some tools write anew.
        private long SkipInfoFrame(long start)
        {
            ReadOnlySpan<int> bitrates = [0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 0]; // kbit/s
            ReadOnlySpan<int> bitrates2 = [0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160, 0];
            ReadOnlySpan<int> rates = [44100, 48000, 32000, 0];
            var head = Read(start, 48);
            if (head.Length < 48 || (head.AsSpan(4).IndexOf("Xing"u8) < 0 && head.AsSpan(4).IndexOf("Info"u8) < 0))
            {
                return start;
            }

            var version = head[1] >> 3 & 3; // 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
            var rate = rates[head[2] >> 2 & 3] / (version == 3 ? 1 : version == 2 ? 2 : 4);
            var bitrate = 1000 * (version == 3 ? bitrates : bitrates2)[head[2] >> 4];
            return rate == 0 || bitrate == 0 ? start
                : start + ((version == 3 ? 144 : 72) * bitrate / rate) + (head[2] >> 1 & 1);
        }

        // ID3v1 (128 bytes) and APEv2 (its footer says its size) at the end.
        private long EndWithoutTags()
        {
            var end = length;
            if (end >= 128 && Read(end - 128, 3).AsSpan().SequenceEqual("TAG"u8))
            {
                end -= 128;
            }

            if (end >= 32 && Read(end - 32, 32) is { Length: 32 } footer && footer.AsSpan(0, 8).SequenceEqual("APETAGEX"u8))
            {
                var hasHeader = (footer[23] & 0x80) != 0;
                end -= BinaryPrimitives.ReadUInt32LittleEndian(footer.AsSpan(12)) + (hasHeader ? 32 : 0);
            }

            return end;
        }

        // STREAMINFO ends with the MD5 of the decoded audio, unless its encoder left it out.
        private byte[]? Flac(long at)
        {
            for (var blocks = 0; blocks < MaxChunks && Read(at, 4) is [var type, var a, var b, var c]; blocks++)
            {
                if ((type & 127) == 0 && Read(at + 4 + 18, 16) is { Length: 16 } md5 && md5.Any(each => each != 0))
                {
                    return SHA256.HashData(md5);
                }

                at += 4 + (a << 16 | b << 8 | c);
                if ((type & 128) != 0)
                {
                    return Samples(at, EndWithoutTags());
                }
            }

            return null;
        }

        // Taggers renumber the pages, so only the packets count: those of the first pages that play, and the length.
        private byte[]? Ogg(long at)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var left = SampleBytes;
            for (var pages = 0; pages < MaxChunks && left > 0; pages++)
            {
                if (Read(at, 27) is not { Length: 27 } header || !header.AsSpan(0, 4).SequenceEqual("OggS"u8))
                {
                    break;
                }

                var lengths = Read(at + 27, header[26]);
                var body = lengths.Sum(each => each);
                if (BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(6)) > 0)
                {
                    var payload = Read(at + 27 + lengths.Length, Math.Min(body, left));
                    hash.AppendData(payload);
                    left -= payload.Length;
                }

                at += 27 + lengths.Length + body;
            }

            var tail = Read(Math.Max(0, length - SampleBytes), SampleBytes);
            if (left == SampleBytes || tail.AsSpan().LastIndexOf("OggS"u8) is not (>= 0 and var last) || last + 14 > tail.Length)
            {
                return null;
            }

            hash.AppendData(tail, last + 6, 8); // the last page's position, in samples
            return hash.GetHashAndReset();
        }

        private byte[]? Chunk(long at, ReadOnlySpan<byte> wanted, bool littleEndian)
        {
            for (var chunks = 0; chunks < MaxChunks && Read(at, 8) is { Length: 8 } header; chunks++)
            {
                var size = littleEndian
                    ? BinaryPrimitives.ReadUInt32LittleEndian(header.AsSpan(4)) : BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
                if (header.AsSpan(0, 4).SequenceEqual(wanted))
                {
                    return Samples(at + 8, Math.Min(length, at + 8 + size));
                }

                at += 8 + size + (size & 1);
            }

            return null;
        }

        // MP4: the largest box mdat.
        private byte[]? Boxes()
        {
            var (start, end) = (0L, 0L);
            var at = 0L;
            for (var boxes = 0; boxes < MaxChunks && Read(at, 16) is { Length: 16 } header; boxes++)
            {
                var size = (long)BinaryPrimitives.ReadUInt32BigEndian(header);
                var isLong = size == 1;
                size = isLong ? BinaryPrimitives.ReadInt64BigEndian(header.AsSpan(8)) : size == 0 ? length - at : size;
                if (size < 8 || size > length - at)
                {
                    break;
                }

                if (header.AsSpan(4, 4).SequenceEqual("mdat"u8) && size > end - start)
                {
                    (start, end) = (at + (isLong ? 16 : 8), at + size);
                }

                at += size;
            }

            return end > start ? Samples(start, end) : null;
        }

        // From the first to the last cluster of the segment.
        private byte[]? Matroska()
        {
            const uint segment = 0x18538067, cluster = 0x1F43B675;
            var (at, start, end) = (0L, 0L, 0L);
            for (var elements = 0; elements < MaxChunks && Element(at) is { } element; elements++)
            {
                if (element.Id == cluster)
                {
                    (start, end) = (start == 0 ? at : start, Math.Min(length, element.End));
                }

                at = element.Id == segment ? element.Start : element.End;
            }

            return end > start ? Samples(start, end) : null;
        }

        private (uint Id, long Start, long End)? Element(long at)
        {
            if (Read(at, 12) is not [not 0, ..] header)
            {
                return null;
            }

            var idBytes = System.Numerics.BitOperations.LeadingZeroCount((uint)header[0]) - 23;
            if (idBytes > 4 || header.Length <= idBytes || header[idBytes] == 0)
            {
                return null;
            }

            var id = header.Take(idBytes).Aggregate(0u, (number, each) => number << 8 | each);
            var sizeBytes = System.Numerics.BitOperations.LeadingZeroCount((uint)header[idBytes]) - 23;
            if (header.Length < idBytes + sizeBytes)
            {
                return null;
            }

            var size = header.Skip(idBytes + 1).Take(sizeBytes - 1)
                .Aggregate((long)(header[idBytes] & (0xFF >> sizeBytes)), (number, each) => number << 8 | each);
            var from = at + idBytes + sizeBytes;
            var isUnknown = size == (1L << (7 * sizeBytes)) - 1;
            return (id, from, isUnknown || size > length - from ? length : from + size);
        }

        private byte[]? Asf()
        {
            var at = 0L;
            for (var objects = 0; objects < MaxChunks && Read(at, 24) is { Length: 24 } header; objects++)
            {
                var size = BinaryPrimitives.ReadInt64LittleEndian(header.AsSpan(16));
                if (size < 24 || size > length - at)
                {
                    return null;
                }

                if (header.AsSpan(0, 16).SequenceEqual(AsfData))
                {
                    return Samples(at + 24 + 16, at + size); // the file's id comes first
                }

                at += size;
            }

            return null;
        }

        // The length, and 64 KiB each of the start, middle and end.
        private byte[]? Samples(long start, long end)
        {
            var size = end - start;
            if (size <= 0)
            {
                return null;
            }

            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            hash.AppendData(BitConverter.GetBytes(size));
            foreach (var offset in new[] { 0, (size / 2) - (SampleBytes / 2), size - SampleBytes }.Select(at => Math.Max(0, at)).Distinct())
            {
                hash.AppendData(Read(start + offset, (int)Math.Min(SampleBytes, size - offset)));
            }

            return hash.GetHashAndReset();
        }
    }
}
