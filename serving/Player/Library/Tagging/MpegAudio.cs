using System.Buffers.Binary;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>The frames of an MP3 file.</summary>
/// <param name="Start">The place of the first one.</param>
/// <param name="Length">Bytes from there to the end.</param>
/// <param name="BytesPerSecond">Their mean, as far as the first one tells.</param>
internal sealed record MpegAudio(long Start, long Length, double BytesPerSecond)
{
    /// <summary>Bits per second that no layer III file exceeds.</summary>
    public const int MaxBitRate = 320_000;

    /// <summary>Bytes in which frames are looked for.</summary>
    public const int SearchBytes = 64 * 1024;

    private const int MinBytesPerSecond = 1000;

    /// <summary>Seconds.</summary>
    public double Seconds => Length / BytesPerSecond;

    /// <summary>Finds the first frame after the tags; null if there is none.</summary>
    public static MpegAudio? Find(Stream file)
    {
        var start = AudioFormats.FirstByteAfterId3(file);
        var head = AudioFormats.ReadAt(file, start, SearchBytes);
        var first = MpegFrame.IndexIn(head);
        if (first < 0)
        {
            return null;
        }

        var length = file.Length - start - first;
        var frame = MpegFrame.Parse(head.AsSpan(first))!.Value;
        var frames = FramesBy(head.AsSpan(first, Math.Min(head.Length - first, Math.Max(frame.Length, 64))));
        var mean = frames > 0 ? length / (frames * (double)frame.Samples / frame.Rate) : 0;
        return new MpegAudio(start + first, length, mean is > MinBytesPerSecond and <= MaxBitRate / 8.0 ? mean : frame.BitRate / 8.0);
    }

    // Encoders count the frames in the first one, which has no sound.
    private static long FramesBy(ReadOnlySpan<byte> frame)
    {
        var xing = Math.Max(frame.IndexOf("Xing"u8), frame.IndexOf("Info"u8));
        var vbri = frame.IndexOf("VBRI"u8);
        return xing >= 0 && xing + 12 <= frame.Length && (frame[xing + 7] & 1) != 0
            ? BinaryPrimitives.ReadUInt32BigEndian(frame[(xing + 8)..])
            : vbri >= 0 && vbri + 18 <= frame.Length ? BinaryPrimitives.ReadUInt32BigEndian(frame[(vbri + 14)..]) : 0;
    }
}
