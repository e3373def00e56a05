using System.Buffers.Binary;
using NVorbis;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Ogg Vorbis, by NVorbis.</summary>
internal sealed class VorbisSource : IAudioSource
{
    private readonly VorbisReader file;

    public VorbisSource(Stream stream, double seconds)
    {
        var ogg = new OggExcerpt(stream, "\u0001vorbis"u8.ToArray(), RateOf, seconds);
        if (ogg.Headers.ElementAtOrDefault(2) is not { } setup || !VorbisSetup.IsPlausible(setup))
        {
            throw new AudioException("found a codebook larger than any encoder makes"); // NVorbis would make room for it
        }

        file = new VorbisReader(new MemoryStream(ogg.Bytes));
    }

    public int Channels => file.Channels;

    public int Rate => file.SampleRate;

    public int Read(Span<float> samples) => file.ReadSamples(samples);

    public void Dispose() => file.Dispose();

    private static int RateOf(byte[] header) => header.Length >= 16
        && BinaryPrimitives.ReadInt32LittleEndian(header.AsSpan(12)) is > 0 and var rate ? rate : 1;
}
