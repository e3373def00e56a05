using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmoMusic.Music.Tests;

/// <summary>A committed track as it was heard: decoded by ffmpeg and measured here.</summary>
public sealed partial record DemoTrack
{
    private const int Rate = 11025;

    /// <summary>The seven emotions, and so the folders.</summary>
    public static readonly string[] Emotions = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    private static readonly Lazy<DemoTrack[]> Heard = new(() =>
        [.. Directory.GetFiles(Folder, "*.mp3", SearchOption.AllDirectories).Order(StringComparer.Ordinal)
            .AsParallel().AsOrdered().Select(Hear)]);

    /// <summary>The library's folder.</summary>
    public static string Folder => Repository.At("serving/music");

    /// <summary>All tracks; they are heard once.</summary>
    public static DemoTrack[] All => Heard.Value;

    public required string File { get; init; }
    public required Dictionary<string, string> Tags { get; init; }
    public required double Seconds { get; init; }
    /// <summary>LUFS, integrated, EBU R128.</summary>
    public required double Loudness { get; init; }
    /// <summary>dBTP.</summary>
    public required double TruePeak { get; init; }
    /// <summary>Seconds below -50 dB.</summary>
    public required double LongestSilence { get; init; }
    /// <summary>Beats a minute.</summary>
    public required double HeardTempo { get; init; }
    public required List<(string Name, double Likeness)> HeardKeys { get; init; }
    /// <summary>Brightness: the mean frequency in Hz, weighted by magnitude.</summary>
    public required double Centroid { get; init; }
    /// <summary>How strong the onsets are on average: many, and struck hard, is high.</summary>
    public required double Drive { get; init; }

    public string Emotion => Path.GetFileName(Path.GetDirectoryName(File))!;
    public string Name => Path.GetFileNameWithoutExtension(File);
    public double Bpm => double.Parse(Tags["TBPM"]);
    public string Key => Tags["TKEY"];

    /// <summary>The tracks of one emotion.</summary>
    public static DemoTrack[] Of(string emotion) => [.. All.Where(track => track.Emotion == emotion)];

    /// <summary>Listens to a file.</summary>
    public static DemoTrack Hear(string file)
    {
        var heard = Tool.Run("ffmpeg", [
            "-nostats", "-i", file, "-af", "ebur128=peak=true,silencedetect=noise=-50dB:duration=0.2",
            "-ac", "1", "-ar", $"{Rate}", "-f", "f32le", "-"]);
        Assert.True(heard.ExitCode == 0, heard.Errors);
        var samples = MemoryMarshal.Cast<byte, float>(heard.Output).ToArray();
        return new()
        {
            File = file,
            Tags = TagsOf(file),
            Seconds = (double)samples.Length / Rate,
            Loudness = double.Parse(IntegratedLoudness().Match(heard.Errors).Groups[1].Value),
            TruePeak = double.Parse(Peak().Match(heard.Errors).Groups[1].Value),
            LongestSilence = Silence().Matches(heard.Errors)
                .Select(match => double.Parse(match.Groups[1].Value)).DefaultIfEmpty().Max(),
            HeardTempo = Tempo.Of(samples, Rate),
            HeardKeys = EmoMusic.Music.Tests.Key.Rank(samples, Rate),
            Centroid = CentroidOf(samples),
            Drive = Tempo.Onsets(samples).Average(),
        };
    }

    private static Dictionary<string, string> TagsOf(string file)
    {
        var answer = Tool.Run("ffprobe", ["-v", "error", "-show_entries", "format_tags", "-of", "json", file]);
        var tags = JsonDocument.Parse(answer.Text).RootElement.GetProperty("format").GetProperty("tags");
        return tags.Deserialize<Dictionary<string, string>>()!;
    }

    private static double CentroidOf(float[] samples)
    {
        var spectra = Spectrum.Of(samples, 2048, 2048);
        var all = Enumerable.Range(0, 1024).Select(bin => spectra.Sum(spectrum => (double)spectrum[bin])).ToArray();
        return all.Select((magnitude, bin) => magnitude * bin * Rate / 2048).Sum() / all.Sum();
    }

    [GeneratedRegex(@"Integrated loudness:\s+I:\s+(-?[\d.]+) LUFS")]
    private static partial Regex IntegratedLoudness();

    [GeneratedRegex(@"True peak:\s+Peak:\s+(-?[\d.]+) dBFS")]
    private static partial Regex Peak();

    [GeneratedRegex(@"silence_duration: ([\d.]+)")]
    private static partial Regex Silence();
}
