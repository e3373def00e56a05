namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>The header of a frame of MPEG audio (ISO/IEC 11172-3 and 13818-3, layers I to III).</summary>
/// <param name="Kind">The bits that all frames of a file share: version, layer and sampling rate.</param>
/// <param name="BitRate">Bits per second.</param>
/// <param name="Rate">Samples per second.</param>
/// <param name="Samples">Samples per channel in the frame.</param>
/// <param name="Length">Bytes of the frame, header included.</param>
internal readonly record struct MpegFrame(int Kind, int BitRate, int Rate, int Samples, int Length)
{
    /// <summary>Bytes of a header.</summary>
    public const int HeaderLength = 4;

    private const int KindMask = 0xFFFE0C; // sync, version, layer, sampling rate

    private static readonly int[][] KilobitsPerSecond =
    [
        [32, 64, 96, 128, 160, 192, 224, 256, 288, 320, 352, 384, 416, 448], // MPEG-1, layer I
        [32, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320, 384], // II
        [32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320], // III
        [32, 48, 56, 64, 80, 96, 112, 128, 144, 160, 176, 192, 224, 256], // MPEG-2, layer I
        [8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160], // II and III
    ];

    /// <summary>Reads a header; null if the bytes are none.</summary>
    public static MpegFrame? Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes is not [0xFF, >= 0xE0, _, _, ..])
        {
            return null;
        }

        var (version, layer) = (bytes[1] >> 3 & 3, 4 - (bytes[1] >> 1 & 3)); // version 3: MPEG-1, 2: MPEG-2, 0: MPEG-2.5
        var (bitRate, rate, padding) = (bytes[2] >> 4, bytes[2] >> 2 & 3, bytes[2] >> 1 & 1);
        if (version == 1 || layer == 4 || bitRate is 0 or 15 || rate == 3)
        {
            return null;
        }

        var isFirst = version == 3;
        var bits = 1000 * KilobitsPerSecond[isFirst ? layer - 1 : layer == 1 ? 3 : 4][bitRate - 1];
        var samplesPerSecond = (rate switch { 0 => 44_100, 1 => 48_000, _ => 32_000 }) >> (isFirst ? 0 : version == 2 ? 1 : 2);
        var samples = layer == 1 ? 384 : layer == 3 && !isFirst ? 576 : 1152;
        var length = layer == 1
            ? ((12 * bits / samplesPerSecond) + padding) * 4 : (samples / 8 * bits / samplesPerSecond) + padding;
        var kind = (bytes[0] << 16 | bytes[1] << 8 | bytes[2]) & KindMask;
        return new MpegFrame(kind, bits, samplesPerSecond, samples, length);
    }

    /// <summary>Finds the first frame that another one of its kind follows: two bytes alone look like a header by chance.</summary>
    /// <returns>Its place; −1 if there is none.</returns>
    public static int IndexIn(ReadOnlySpan<byte> bytes)
    {
        for (var i = 0; i + HeaderLength <= bytes.Length; i++)
        {
            if (bytes[i] == 0xFF && Parse(bytes[i..]) is { } frame && i + frame.Length + HeaderLength <= bytes.Length
                && Parse(bytes[(i + frame.Length)..]) is { } next && next.Kind == frame.Kind)
            {
                return i;
            }
        }

        return -1;
    }
}
