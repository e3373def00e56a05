using System.Buffers.Binary;
using Concentus;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Ogg Opus (RFC 7845), by Concentus, at 48,000 Hz.</summary>
internal sealed class OpusSource : IAudioSource
{
    private const int MaxFrame = 5760; // samples per channel: 120 ms

    private readonly IEnumerator<byte[]> packets;
    private readonly Decode decode;
    private readonly float gain;
    private readonly float[] frame;
    private Memory<float> rest;

    static OpusSource() => OpusCodecFactory.AttemptToUseNativeLibrary = false; // what a machine has is not what was tested

    public OpusSource(Stream stream, double seconds)
    {
        var ogg = new OggExcerpt(stream, "OpusHead"u8.ToArray(), _ => 48_000, seconds);
        var head = ogg.FirstPacket;
        if (head.Length < 19 || head[9] == 0)
        {
            throw new AudioException("found a damaged Opus header");
        }

        Channels = head[9];
        gain = (float)Math.Pow(10, BinaryPrimitives.ReadInt16LittleEndian(head.AsSpan(16)) / 256.0 / 20);
        frame = new float[MaxFrame * Channels];
        decode = head[18] == 0 ? OfStream(Channels) : OfStreams(head, Channels);
        packets = ogg.Body.GetEnumerator();
    }

    private delegate int Decode(ReadOnlySpan<byte> packet, Span<float> samples);

    public int Channels { get; }

    public int Rate => 48_000;

    public int Read(Span<float> samples)
    {
        var count = 0;
        while (count < samples.Length && (rest.Length > 0 || Next()))
        {
            var some = Math.Min(rest.Length, samples.Length - count);
            rest.Span[..some].CopyTo(samples[count..]);
            rest = rest[some..];
            count += some;
        }

        return count;
    }

    public void Dispose() => packets.Dispose();

    private static Decode OfStream(int channels)
    {
        var decoder = OpusCodecFactory.CreateDecoder(48_000, channels);
        return (packet, samples) => decoder.Decode(packet, samples, MaxFrame, false);
    }

    private static Decode OfStreams(byte[] head, int channels)
    {
        if (head.Length < 21 + channels)
        {
            throw new AudioException("found a damaged Opus header");
        }

        var decoder = OpusCodecFactory.CreateMultiStreamDecoder(48_000, channels, head[19], head[20], head[21..(21 + channels)]);
        return (packet, samples) => decoder.DecodeMultistream(packet, samples, MaxFrame, false);
    }

    private bool Next()
    {
        while (packets.MoveNext())
        {
            try
            {
                var count = decode(packets.Current, frame) * Channels;
                rest = frame.AsMemory(0, count);
                foreach (ref var sample in rest.Span)
                {
                    sample *= gain;
                }

                return true;
            }
            catch (Exception error) when (error is not OutOfMemoryException)
            {
                // A damaged packet; the next one may be sound.
            }
        }

        return false;
    }
}
