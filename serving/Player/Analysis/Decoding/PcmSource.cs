using NAudio.Wave;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>WAV and AIFF, by NAudio.</summary>
internal sealed class PcmSource : IAudioSource
{
    private readonly WaveStream file;
    private readonly ISampleProvider provider;

    /// <summary>Opens the middle of a file.</summary>
    public PcmSource(WaveStream file, double seconds)
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

    public int Read(Span<float> samples) => provider.Read(samples);

    public void Dispose() => file.Dispose();
}
