using System.Buffers.Binary;
using EmoMusic.Serving.Player.Library.Tagging;
using NVorbis;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Ogg Vorbis, by NVorbis.</summary>
internal sealed class VorbisSource : IAudioSource
{
    /// <summary>Channels that NVorbis decodes: surround sound becomes noise, whose parts share no codebooks.</summary>
    public const int MaxChannels = 2;

    private static readonly byte[] Mark = [1, .. "vorbis"u8];

    private readonly VorbisReader file;

    public VorbisSource(Stream stream, double seconds)
    {
        var ogg = new OggExcerpt(stream, Mark, RateOf, seconds);
        if (ogg.Headers.ElementAtOrDefault(2) is not { } setup || !VorbisSetup.IsPlausible(setup))
        {
            throw new AudioException("found a codebook larger than any encoder makes"); // NVorbis would make room for it
        }

        file = new VorbisReader(new MemoryStream(ogg.Bytes));
    }

    public int Channels => file.Channels;

    public int Rate => file.SampleRate;

    /// <summary>Channels by a file's first header.</summary>
    public static int ChannelsOf(Stream stream)
    {
        var head = AudioFormats.ReadAt(stream, 0, 256);
        return head.AsSpan().IndexOf(Mark) is >= 0 and var at && at + 11 < head.Length ? head[at + 11] : 0;
    }

    public int Read(Span<float> samples) => file.ReadSamples(samples);

    public void Dispose() => file.Dispose();

    private static int RateOf(byte[] header) => header.Length >= 16
        && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) is > 0 and var rate ? rate : 1;
}
