using System.Globalization;
using Spectre.Console;

namespace EmoMusic.ComposeMusic;

/// <summary>Short pieces whose cues are known, for the regression from sound to place.</summary>
internal static class TrainingPieces
{
    private const int SeedStride = 100_003; // pieces of two seeds share nothing

    /// <summary>
    /// Writes <c>labels.csv</c> with file, valence, arousal, and then <c>0000.mp3</c> and so on. Pieces that are there already
    /// stay, so that it goes on where it ended.
    /// </summary>
    public static int Record(int count, string output, int seed) => Studio.Guard(() =>
    {
        Studio.CheckTools();
        var folder = Studio.MakeFolder(output);
        using var workshop = new Workshop();
        File.WriteAllLines(Path.Combine(folder, "labels.csv"), [
            "file,valence,arousal", .. Enumerable.Range(0, count).Select(index => Label(index, Draw(index, seed).Sketch.Cues)),
        ]);
        AnsiConsole.Progress().Start(progress =>
        {
            var bar = progress.AddTask("Composing", maxValue: count);
            for (var index = 0; index < count; index++, bar.Increment(1))
            {
                var file = Path.Combine(folder, NameOf(index));
                if (!File.Exists(file))
                {
                    Record(index, seed, workshop.FileFor("piece"), file);
                }
            }
        });
        AnsiConsole.WriteLine($"{count} pieces in {output}");
    });

    private static void Record(int index, int seed, string work, string file)
    {
        var (sketch, random) = Draw(index, seed);
        File.WriteAllBytes(work + ".mid", Midi.Write(sketch.Perform(random.Next(1_000_000)), sketch.Score));
        Studio.Play(work + ".mid", work + ".wav", 0.9 * random.NextDouble(), "-o", "synth.dynamic-sample-loading=1");
        Studio.Run("ffmpeg", Disturbance.Draw(work + ".wav", work + ".mp3", random));
        File.Move(work + ".mp3", file);
    }

    private static (Sketch Sketch, Random Random) Draw(int index, int seed)
    {
        var random = new Random(unchecked((seed * SeedStride) + index));
        return (Sketch.Draw(random), random);
    }

    private static string NameOf(int index) => $"{index:0000}.mp3";

    private static string Label(int index, Cues cues) =>
        string.Create(CultureInfo.InvariantCulture, $"{NameOf(index)},{cues.Valence},{cues.Arousal}");
}
