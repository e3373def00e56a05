using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using EmoMusic.Serving.Player.Library.Tagging;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Everything else, by ffmpeg where it is installed: stereo at 44,100 Hz.</summary>
internal sealed class FfmpegSource : IAudioSource
{
    private const string Missing =
        "needs ffmpeg, which is not installed (MP3, Ogg Vorbis, Opus, and plain WAV and AIFF are read without it)";

    private const string Formats = "mp3,mov,mp4,m4a,3gp,3g2,mj2,aac,ogg,flac,wav,matroska,webm,aiff,asf,ape,mpc,mpc8";
    private const int MaxAllocation = 256 * 1024 * 1024; // bytes

    private readonly Process process;
    private readonly CancellationTokenRegistration killing;
    private bool isEmpty = true;

    /// <summary>Starts ffmpeg in the middle of a file.</summary>
    /// <param name="program">ffmpeg.</param>
    /// <param name="path">The file. It may be a playlist in disguise, naming other files and URLs: these are not opened.</param>
    /// <param name="length">The file's length; zero if unknown.</param>
    /// <param name="seconds">How much is decoded.</param>
    /// <param name="stop">Ends ffmpeg.</param>
    public FfmpegSource(string program, string path, TimeSpan length, double seconds, CancellationToken stop)
    {
        var start = Math.Max(0, (length.TotalSeconds - seconds) / 2);
        process = Start(
            program,
            "-nostdin", "-v", "quiet", "-max_alloc", Number(MaxAllocation), "-threads", "1", "-ss", Number(start),
            "-protocol_whitelist", "file,pipe", "-format_whitelist", Formats, "-i", $"file:{path}",
            "-map", "0:a:0", "-t", Number(seconds), "-ac", "2", "-ar", "44100", "-f", "f32le", "-");
        killing = stop.Register(Kill);
    }

    public int Channels => 2;

    public int Rate => 44_100;

    /// <summary>The length of a file by its header; zero if unknown.</summary>
    public static TimeSpan LengthOf(Stream stream, AudioFormat format)
    {
        try
        {
            using var file = TaggedFile.Open(stream, format);
            return file.Properties?.Duration is { TotalDays: > 0 and < 365 } length ? length : TimeSpan.Zero;
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            return TimeSpan.Zero; // ffmpeg may know more
        }
    }

    public int Read(Span<float> samples)
    {
        var bytes = MemoryMarshal.AsBytes(samples);
        var read = process.StandardOutput.BaseStream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) / sizeof(float);
        isEmpty &= read == 0;
        return isEmpty ? throw new AudioException("ffmpeg finds no sound in it") : read;
    }

    public void Dispose()
    {
        killing.Dispose();
        Kill();
        process.Dispose();
    }

    private void Kill()
    {
        try
        {
            process.Kill(entireProcessTree: true);
        }
        catch (Exception error) when (error is InvalidOperationException or System.ComponentModel.Win32Exception)
        {
            // It has ended by itself.
        }
    }

    private static Process Start(string program, params string[] arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo(program, arguments) { RedirectStandardOutput = true })!;
        }
        catch (System.ComponentModel.Win32Exception error)
        {
            throw new AudioException(Missing, error);
        }
    }

    private static string Number(double value) => value.ToString("0.###", CultureInfo.InvariantCulture);
}
