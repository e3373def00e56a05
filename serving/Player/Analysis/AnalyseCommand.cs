using System.Globalization;
using System.IO.Enumeration;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary><c>analyse FILE…</c>: what files sound like, without starting a server.</summary>
internal static class AnalyseCommand
{
    /// <summary>Name on the command line.</summary>
    public const string Name = "analyse";

    private const string Usage =
        "analyse: found no file. Pass music files or folders: dotnet run --project serving -- analyse [--json] [--write-tags [--dry-run]] FILE…";

    private const string AsJson = "--json";
    private const string FeaturesOnly = "--features"; // to train the regression anew
    private const string WriteTags = "--write-tags";
    private const string DryRun = "--dry-run";

    // Folders that cannot be read are passed over.
    private static readonly string[] Options = [AsJson, FeaturesOnly, WriteTags, DryRun];

    private static readonly JsonSerializerOptions Relaxed = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping, // names as they are
    };

    /// <summary>Prints a table, or with <c>--json</c> one line of JSON for each file.</summary>
    /// <param name="args">The command line after the command's name.</param>
    /// <param name="model">Path of the regression.</param>
    /// <param name="output">Where results go.</param>
    /// <param name="errors">Where problems go, one line each.</param>
    /// <returns>The exit code: 0 if every file was analysed.</returns>
    public static int Run(IReadOnlyList<string> args, string model, TextWriter output, TextWriter errors)
    {
        if (args is [AnalysisWorker.Option, var path])
        {
            return AnalysisWorker.Serve(path, Console.In, output);
        }

        var (json, featuresOnly) = (args.Contains(AsJson), args.Contains(FeaturesOnly));
        var unknown = args.FirstOrDefault(arg => arg.StartsWith("--", StringComparison.Ordinal) && !Options.Contains(arg));
        if (unknown is not null)
        {
            errors.WriteLine($"analyse: found the option {unknown}, expected {string.Join(", ", Options)}. Remove it.");
            return 1;
        }

        if (args.Any(string.IsNullOrWhiteSpace))
        {
            errors.WriteLine("analyse: found an empty name, expected a music file or a folder. Remove it.");
            return 1;
        }

        var files = args.Except(Options).SelectMany(Expand).ToList();
        if (files.Count == 0)
        {
            errors.WriteLine(Usage);
            return 1;
        }

        using var regression = featuresOnly ? null : new MusicModel(model);
        json |= featuresOnly;
        if (!json)
        {
            output.WriteLine("valence  arousal      ±    bpm  key        LUFS  file");
        }

        var failed = 0;
        foreach (var file in files)
        {
            try
            {
                if (RawNames.IsAmbiguous(file) && !File.Exists(file))
                {
                    throw new AudioException("its name is not UTF-8, which only the player's library can open: rename it");
                }

                var sound = SoundFeatures.Of(AudioDecoder.DecodeMiddle(file, CancellationToken.None));
                var place = regression?.Predict(sound);
                output.WriteLine(json ? Json(file, sound, place) : Row(file, sound, place!));
                if (place is not null && (args.Contains(WriteTags) || args.Contains(DryRun)))
                {
                    var written = TagWriter.Write(file, sound, place, args.Contains(DryRun));
                    var what = args.Contains(DryRun) ? "would write" : "wrote";
                    errors.WriteLine(written.Count == 0
                        ? $"{file}: no tag is missing" : $"{file}: {what} {string.Join(", ", written)}");
                }
            }
            catch (Exception error) when (error is AudioException or IOException or UnauthorizedAccessException)
            {
                failed++;
                errors.WriteLine($"{file}: {error.Message.TrimEnd('.')}.");
                if (json)
                {
                    output.WriteLine(new JsonObject { ["file"] = file, ["error"] = error.Message }.ToJsonString(Relaxed));
                }
            }

            output.Flush();
        }

        return failed == 0 ? 0 : 1;
    }

    // Linked folders below are not followed: one that leads to itself has no end.
    private static IEnumerable<string> Expand(string path) => Directory.Exists(path)
        ? new FileSystemEnumerable<string>(
            path, (ref entry) => entry.ToSpecifiedFullPath(), new() { RecurseSubdirectories = true, IgnoreInaccessible = true, AttributesToSkip = 0 })
        {
            ShouldIncludePredicate = (ref entry) => !entry.IsDirectory,
            ShouldRecursePredicate = (ref entry) => !entry.Attributes.HasFlag(FileAttributes.ReparsePoint),
        }.Where(MusicFile.IsMusic).Order(StringComparer.Ordinal)
        : [path];

    private static string Row(string file, SoundFeatures sound, MusicPlace place) => string.Create(
        CultureInfo.InvariantCulture,
        $"{place.Valence,7:+0.00;-0.00}  {place.Arousal,7:+0.00;-0.00}  {place.Uncertainty,5:0.00}  {sound.Rhythm.Bpm,5:0}  "
        + $"{KeyOf(sound),-8}  {sound.Loudness.Integrated,5:0.0}  {file}");

    private static string KeyOf(SoundFeatures sound) => $"{sound.Tonality.Key} {ModeOf(sound)}";

    private static string ModeOf(SoundFeatures sound) => sound.Tonality.IsMajor ? "major" : "minor";

    private static string Json(string file, SoundFeatures sound, MusicPlace? place)
    {
        var json = new JsonObject { ["file"] = file };
        if (place is not null)
        {
            json["valence"] = Math.Round(place.Valence, 4);
            json["arousal"] = Math.Round(place.Arousal, 4);
            json["uncertainty"] = Math.Round(place.Uncertainty, 4);
        }

        json["bpm"] = Math.Round(sound.Rhythm.Bpm, 1);
        json["key"] = sound.Tonality.Key;
        json["mode"] = ModeOf(sound);
        json["lufs"] = Math.Round(sound.Loudness.Integrated, 2);
        json["features"] = new JsonObject(sound.Values.Select(value =>
            KeyValuePair.Create(value.Key, (JsonNode?)Math.Round(value.Value, 6))));
        return json.ToJsonString(Relaxed);
    }
}
