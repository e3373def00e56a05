using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmoMusic.Serving.Player.Library;
using NAudio.Wave;
using NLayer;
using NVorbis;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>A music file that is read from any place on.</summary>
internal interface IAudioSource : IDisposable
{
    /// <summary>Channels of a frame.</summary>
    int Channels { get; }

    /// <summary>Frames per second.</summary>
    int Rate { get; }

    /// <summary>Length; an estimate for some files.</summary>
    TimeSpan Length { get; }

    /// <summary>Moves to a place, before the first <see cref="Read"/>.</summary>
    void Seek(TimeSpan start);

    /// <summary>Reads interleaved samples, −1 to 1.</summary>
    /// <returns>How many; fewer than asked for, or 0 at the end.</returns>
    int Read(Span<float> samples);
}

/// <summary>MP3, by NLayer.</summary>
internal sealed class Mp3Source(string path) : IAudioSource
{
    private readonly MpegFile file = new(path);
    private float[] block = [];

    public int Channels => file.Channels;

    public int Rate => file.SampleRate;

    public TimeSpan Length => file.Duration;

    public void Seek(TimeSpan start) => file.Time = start;

    public int Read(Span<float> samples)
    {
        block = block.Length < samples.Length ? new float[samples.Length] : block;
        var read = file.ReadSamples(block, 0, samples.Length);
        block.AsSpan(0, read).CopyTo(samples);
        return read;
    }

    public void Dispose() => file.Dispose();
}

/// <summary>Ogg Vorbis, by NVorbis.</summary>
internal sealed class VorbisSource(string path) : IAudioSource
{
    private readonly VorbisReader file = new(path);

    public int Channels => file.Channels;

    public int Rate => file.SampleRate;

    public TimeSpan Length => file.TotalTime;

    /// <summary>Whether an Ogg file holds Vorbis: its first page says so.</summary>
    public static bool IsVorbis(string path)
    {
        using var file = File.OpenRead(path);
        Span<byte> head = stackalloc byte[64];
        head = head[..file.ReadAtLeast(head, head.Length, throwOnEndOfStream: false)];
        return head.IndexOf("\u0001vorbis"u8) >= 0;
    }

    public void Seek(TimeSpan start) => file.SeekTo(start);

    public int Read(Span<float> samples) => file.ReadSamples(samples);

    public void Dispose() => file.Dispose();
}

/// <summary>WAV and AIFF, by NAudio.</summary>
internal sealed class PcmSource : IAudioSource
{
    private readonly WaveStream file;
    private readonly ISampleProvider provider;

    public PcmSource(string path)
    {
        file = path.EndsWith(".wav", StringComparison.OrdinalIgnoreCase) ? new WaveFileReader(path) : new AiffFileReader(path);
        provider = file.ToSampleProvider();
    }

    public int Channels => provider.WaveFormat.Channels;

    public int Rate => provider.WaveFormat.SampleRate;

    public TimeSpan Length => file.TotalTime;

    public void Seek(TimeSpan start) => file.CurrentTime = start;

    public int Read(Span<float> samples) => provider.Read(samples);

    public void Dispose() => file.Dispose();
}

/// <summary>Everything else, by ffmpeg where it is installed: stereo at 44,100 Hz.</summary>
internal sealed class FfmpegSource(string path) : IAudioSource
{
    private const string Missing =
        "needs ffmpeg, which is not installed (MP3, Ogg Vorbis, WAV and AIFF are read without it)";

    private readonly TimeSpan? length = LengthOf(path);
    private TimeSpan start;
    private Process? decoder;

    public int Channels => 2;

    public int Rate => 44_100;

    public TimeSpan Length => length ?? TimeSpan.Zero;

    public void Seek(TimeSpan start) => this.start = start;

    public int Read(Span<float> samples)
    {
        decoder ??= Start("ffmpeg",
            ["-nostdin", "-v", "quiet", "-ss", Number(start.TotalSeconds), .. InputOf(path),
            "-map", "0:a:0", "-t", Number(AudioDecoder.Seconds), "-ac", "2", "-ar", "44100", "-f", "f32le", "-"]);
        var bytes = MemoryMarshal.AsBytes(samples);
        return decoder.StandardOutput.BaseStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(float);
    }

    public void Dispose()
    {
        if (decoder is { HasExited: false })
        {
            decoder.Kill();
        }

        decoder?.Dispose();
    }

    private static TimeSpan? LengthOf(string path)
    {
        using var probe = Start("ffprobe",
            ["-v", "quiet", "-show_entries", "format=duration", "-of", "csv=p=0", .. InputOf(path)]);
        var text = probe.StandardOutput.ReadToEnd();
        return double.TryParse(text, CultureInfo.InvariantCulture, out var seconds) && seconds is > 0 and < 1e7
            ? TimeSpan.FromSeconds(seconds) : null;
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = false,
            })!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new AudioException(Missing, error);
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
