using EmoMusic.Serving.Player.Library.Tagging;
using NAudio.Wave;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>WAV and AIFF, by NAudio.</summary>
internal sealed class PcmSource : IAudioSource
{
    private readonly WaveStream file;
    private readonly ISampleProvider provider;

    private PcmSource(WaveStream file, double seconds)
    {
        this.file = file;
        provider = file.ToSampleProvider();
        if (file.TotalTime.TotalSeconds > seconds)
        {
            file.CurrentTime = (file.TotalTime - TimeSpan.FromSeconds(seconds)) / 2;
        }
    }

    public int Channels => provider.WaveFormat.Channels;

    public int Rate => provider.WaveFormat.SampleRate;

    /// <summary>
    /// Opens the middle of a file; null if NAudio does not read it: A-law, ADPCM and MP3 in WAV, AIFF-C, a length of zero that a
    /// recorder left.
    /// </summary>
    public static PcmSource? TryOpen(Stream stream, AudioFormat format, double seconds)
    {
        stream.Position = 0;
        try
        {
            return new PcmSource(format == AudioFormat.Wav ? new WaveFileReader(stream) : new AiffFileReader(stream), seconds);
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException or AudioException))
        {
            return null;
        }
    }

    public int Read(Span<float> samples) => provider.Read(samples);

    public void Dispose() => file.Dispose();
}
