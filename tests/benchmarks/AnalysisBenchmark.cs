using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using EmoMusic.Serving.Player.Analysis;

namespace EmoMusic.Benchmarks;

/// <summary>How many times faster than real time MP3s are analysed on one core: decoding, and each kind of feature.</summary>
internal static class AnalysisBenchmark
{
    public static void Run(string folder, int rounds)
    {
        var files = Directory.GetFiles(folder, "*.mp3", SearchOption.AllDirectories).Order(StringComparer.Ordinal).ToList();
        foreach (var file in files.Take(5))
        {
            SoundFeatures.Of(AudioDecoder.DecodeMiddle(file, CancellationToken.None)); // compiles
        }

        var (times, whole, seconds) = (new Dictionary<string, TimeSpan>(), TimeSpan.Zero, 0.0);
        for (var round = 0; round < rounds; round++)
        {
            foreach (var file in files)
            {
                var before = Processor();
                var excerpt = Timed("decode", () => AudioDecoder.DecodeMiddle(file, CancellationToken.None));
                var features = Processor();
                SoundFeatures.Of(excerpt);
                times["features"] = times.GetValueOrDefault("features") + (Processor() - features);
                whole += Processor() - before;
                seconds += excerpt.Seconds;
                MeasureParts(excerpt);
            }
        }

        Console.WriteLine($"{files.Count} files, {seconds / rounds:0} s of them, {rounds} rounds; processor time of one process");
        foreach (var (part, time) in times.OrderByDescending(entry => entry.Value))
        {
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{part,-10} {seconds / time.TotalSeconds,6:0} times real time"));
        }

        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{"all",-10} {seconds / whole.TotalSeconds,6:0} times real time"));
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            decode = Math.Round(seconds / times["decode"].TotalSeconds),
            features = Math.Round(seconds / times["features"].TotalSeconds),
            all = Math.Round(seconds / whole.TotalSeconds),
        }));

        T Timed<T>(string part, Func<T> work)
        {
            var began = Processor();
            var result = work();
            times[part] = times.GetValueOrDefault(part) + (Processor() - began);
            return result;
        }

        void MeasureParts(AudioExcerpt excerpt)
        {
            Timed("  loudness", () => Loudness.Of(excerpt));
            var mono = excerpt.Mono();
            var brief = Timed("  spectra", () => Spectrogram.Of(mono, excerpt.Rate, SoundFeatures.ShortWindow, overlap: 2));
            var full = Timed("  spectra", () => Spectrogram.Of(mono, excerpt.Rate, SoundFeatures.LongWindow, overlap: 2));
            Timed("  rhythm", () => Rhythm.Of(brief));
            Timed("  timbre", () => Timbre.Of(brief));
            Timed("  tonality", () => Tonality.Of(full));
        }
    }

    // Of all threads: what other programs do meanwhile does not count.
    private static TimeSpan Processor() => Process.GetCurrentProcess().TotalProcessorTime;
}
