namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>What a file is by its content; its name may say something else.</summary>
internal enum AudioFormat
{
    Unknown,
    Mp3,
    Aac,
    Mp4,
    Vorbis,
    Opus,
    OtherOgg,
    Flac,
    Wav,
    Aiff,
    Matroska,
    Wma,
    Ape,
    Musepack,
}

/// <summary>Recognises formats by the first bytes of a file.</summary>
internal static class AudioFormats
{
    private const int Head = 64 * 1024;
    private const int MaxTags = 16; // ID3v2 blocks, one after the other

    private static readonly byte[] AsfHeader = Convert.FromHexString("3026B2758E66CF11A6D900AA0062CE6C");

    /// <summary>The format of a file.</summary>
    public static AudioFormat Detect(Stream file)
    {
        var start = FirstByteAfterId3(file);
        var head = ReadAt(file, start, Head);
        return head.AsSpan() switch
        {
            [(byte)'f', (byte)'L', (byte)'a', (byte)'C', ..] => AudioFormat.Flac,
            [(byte)'O', (byte)'g', (byte)'g', (byte)'S', ..] => Ogg(head),
            [(byte)'R', (byte)'I', (byte)'F', (byte)'F' or (byte)'X', _, _, _, _, (byte)'W', (byte)'A', (byte)'V', (byte)'E', ..]
                or [(byte)'R', (byte)'F', (byte)'6', (byte)'4', ..] => AudioFormat.Wav,
            [(byte)'F', (byte)'O', (byte)'R', (byte)'M', _, _, _, _, (byte)'A', (byte)'I', (byte)'F', (byte)'F' or (byte)'C', ..]
                => AudioFormat.Aiff,
            [_, _, _, _, (byte)'f', (byte)'t', (byte)'y', (byte)'p', ..] => AudioFormat.Mp4,
            [0x1A, 0x45, 0xDF, 0xA3, ..] => AudioFormat.Matroska,
            [(byte)'M', (byte)'A', (byte)'C', (byte)' ', ..] => AudioFormat.Ape,
            [(byte)'M', (byte)'P', (byte)'C', (byte)'K', ..] or [(byte)'M', (byte)'P', (byte)'+', ..] => AudioFormat.Musepack,
            _ when head.AsSpan().StartsWith(AsfHeader) => AudioFormat.Wma,
            _ when IsAdts(head) => AudioFormat.Aac,
            _ when MpegFrame.IndexIn(head) >= 0 => AudioFormat.Mp3,
            _ => AudioFormat.Unknown,
        };
    }

    /// <summary>The place after the ID3v2 blocks at the start of a file.</summary>
    public static long FirstByteAfterId3(Stream file)
    {
        var start = 0L;
        for (var tags = 0; tags < MaxTags; tags++)
        {
            if (ReadAt(file, start, 10) is not [(byte)'I', (byte)'D', (byte)'3', _, _, var flags, var a, var b, var c, var d])
            {
                break;
            }

            start += 10 + ((a & 127) << 21 | (b & 127) << 14 | (c & 127) << 7 | (d & 127)) + ((flags & 16) != 0 ? 10 : 0);
        }

        return start;
    }

    /// <summary>The media type that browsers are told; null if none of them plays it.</summary>
    public static string? ContentType(this AudioFormat format) => format switch
    {
        AudioFormat.Mp3 => "audio/mpeg",
        AudioFormat.Aac => "audio/aac",
        AudioFormat.Mp4 => "audio/mp4",
        AudioFormat.Vorbis or AudioFormat.Opus or AudioFormat.OtherOgg => "audio/ogg",
        AudioFormat.Flac => "audio/flac",
        AudioFormat.Wav => "audio/wav",
        AudioFormat.Aiff => "audio/aiff",
        AudioFormat.Matroska => "audio/webm",
        AudioFormat.Wma => "audio/x-ms-wma",
        _ => null,
    };

    /// <summary>Reads bytes; fewer at the end of the file.</summary>
    public static byte[] ReadAt(Stream file, long offset, int count)
    {
        var bytes = new byte[Math.Clamp(file.Length - offset, 0, count)];
        file.Position = Math.Min(offset, file.Length);
        return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
    }

    private static AudioFormat Ogg(ReadOnlySpan<byte> head)
    {
        head = head[..Math.Min(head.Length, 256)]; // the first pages, one for each stream
        return head.IndexOf("\u0001vorbis"u8) >= 0 ? AudioFormat.Vorbis
            : head.IndexOf("OpusHead"u8) >= 0 ? AudioFormat.Opus
            : head.IndexOf("\u007FFLAC"u8) >= 0 || head.IndexOf("Speex   "u8) >= 0 ? AudioFormat.OtherOgg
            : AudioFormat.Unknown;
    }

    // Two frames in a row: ISO/IEC 13818-7, 6.2.
    private static bool IsAdts(ReadOnlySpan<byte> head) =>
        AdtsLength(head) is > 7 and var length && length < head.Length && AdtsLength(head[length..]) > 7;

    private static int AdtsLength(ReadOnlySpan<byte> head) =>
        head is [0xFF, 0xF0 or 0xF1 or 0xF8 or 0xF9, _, var a, var b, var c, ..] ? (a & 3) << 11 | b << 3 | c >> 5 : 0;
}
