using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Music;

/// <summary>A piece of music.</summary>
/// <param name="File">Name without folder and ending.</param>
/// <param name="Features">What <c>serving -- analyse --json</c> measured, [features].</param>
/// <param name="Valence">−1 (dark) to 1 (bright).</param>
/// <param name="Arousal">−1 (calm) to 1 (excited).</param>
public sealed record MusicRow(string File, IReadOnlyList<double> Features, double Valence, double Arousal);

/// <summary>Measured pieces with their labels.</summary>
/// <param name="Names">The features' names.</param>
/// <param name="Rows">The pieces.</param>
public sealed record MusicRows(IReadOnlyList<string> Names, IReadOnlyList<MusicRow> Rows)
{
    /// <summary>Joins the lines of <c>analyse --json</c> with labels by the file's name without folder and ending.</summary>
    /// <param name="features">A file with one line of JSON for each piece.</param>
    /// <param name="labels">A CSV with the columns file, valence, arousal.</param>
    /// <exception cref="DatasetException">A file is missing or bad, or no piece has a label.</exception>
    public static MusicRows Read(string features, string labels)
    {
        var places = ReadLabels(labels);
        IReadOnlyList<string> names = [];
        var rows = new List<MusicRow>();
        foreach (var (index, line) in File.ReadLines(Existing(features)).Index())
        {
            var where = $"{Path.GetFileName(features)}, line {index + 1}";
            var json = Parse(line, where);
            if (json["features"] is not JsonObject measured)
            {
                continue; // a file that could not be analysed
            }

            names = names.Count == 0 ? [.. measured.Select(feature => feature.Key)] : names;
            if (!names.SequenceEqual(measured.Select(feature => feature.Key)))
            {
                throw new DatasetException($"{where}: found the features {string.Join(", ", measured.Select(f => f.Key))}, "
                    + $"expected {string.Join(", ", names)}. Analyse all files with the same version.");
            }

            var file = NameOf(json["file"]!.GetValue<string>());
            if (places.TryGetValue(file, out var place))
            {
                rows.Add(new MusicRow(file, [.. measured.Select(feature => Number(feature, where))], place.Valence, place.Arousal));
            }
        }

        return rows.Count > names.Count + 1 ? new MusicRows(names, rows) : throw new DatasetException(
            $"{features}: found {rows.Count} pieces with a label in {labels}, expected more than {names.Count + 1}. "
            + "The names in both files must match, whatever their folder and ending.");
    }

    /// <summary>The same pieces as another recording has them, in the order of these.</summary>
    /// <param name="features">A file with one line of JSON for each piece, as for <see cref="Read"/>.</param>
    /// <param name="labels">The CSV that these have their places from.</param>
    /// <exception cref="DatasetException">The file is missing or bad, or a piece is not there once.</exception>
    public IReadOnlyList<MusicRow> ReadRecording(string features, string labels)
    {
        var recording = Read(features, labels);
        if (!recording.Names.SequenceEqual(Names))
        {
            throw new DatasetException($"{Path.GetFileName(features)}: found the features {string.Join(", ", recording.Names)}, "
                + $"expected {string.Join(", ", Names)}. Analyse all files with the same version.");
        }

        var byName = recording.Rows.ToLookup(row => row.File);
        return [.. Rows.Select(row => byName[row.File].ToList() is [var one] ? one : throw new DatasetException(
            $"{Path.GetFileName(features)}: found {row.File} {byName[row.File].Count()} times, expected once. "
            + "Analyse each of the pieces that are trained on as one file."))];
    }

    /// <summary>Reads a table as <see cref="Write"/> makes it.</summary>
    /// <exception cref="DatasetException">The file is missing or bad.</exception>
    public static MusicRows ReadTable(string path)
    {
        var lines = File.ReadAllLines(Existing(path));
        var names = lines.Length > 0 ? lines[0].Split(',') : [];
        if (names is not ["file", "valence", "arousal", ..])
        {
            throw new DatasetException($"{Path.GetFileName(path)}, line 1: expected file,valence,arousal and features. "
                + "Write the table again with `training -- music-table`.");
        }

        return new MusicRows(names[3..], [.. lines.Skip(1).Select((line, index) => Row(line, index + 2))]);

        MusicRow Row(string line, int number)
        {
            var fields = line.Split(',');
            var values = fields.Skip(1).Select(field =>
                double.TryParse(field, NumberStyles.Float, CultureInfo.InvariantCulture, out var value) ? value : double.NaN).ToList();
            return fields.Length == names.Length && values.All(double.IsFinite)
                ? new MusicRow(fields[0], values[2..], values[0], values[1])
                : throw new DatasetException($"{Path.GetFileName(path)}, line {number}: found {fields.Length} fields, "
                    + $"expected a name and {names.Length - 1} numbers. Write the table again with `training -- music-table`.");
        }
    }

    /// <summary>Writes a table of pieces with their places and features, so that nothing has to be rendered again.</summary>
    public void Write(string path) => File.WriteAllLines(path, [
        string.Join(',', ["file", "valence", "arousal", .. Names]),
        .. Rows.Select(row => string.Create(CultureInfo.InvariantCulture,
            $"{row.File},{row.Valence},{row.Arousal},{string.Join(',', row.Features.Select(value => Math.Round(value, 4).ToString(CultureInfo.InvariantCulture)))}")),
    ]);

    private static Dictionary<string, (double Valence, double Arousal)> ReadLabels(string path)
    {
        var places = new Dictionary<string, (double, double)>();
        foreach (var (index, line) in File.ReadLines(Existing(path)).Index().Skip(1))
        {
            var fields = line.Split(',');
            if (fields.Length < 3 || !IsPlace(fields[^2], out var valence) || !IsPlace(fields[^1], out var arousal))
            {
                throw new DatasetException($"{Path.GetFileName(path)}, line {index + 1}: expected file, valence, arousal "
                    + "with numbers from -1 to 1. Fix the line.");
            }

            places[NameOf(string.Join(',', fields[..^2]))] = (valence, arousal);
        }

        return places;
    }

    private static bool IsPlace(string text, out double value) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out value) && Math.Abs(value) <= 1;

    private static double Number(KeyValuePair<string, JsonNode?> feature, string where) =>
        feature.Value is JsonValue value && value.TryGetValue<double>(out var number) && double.IsFinite(number) ? number
            : throw new DatasetException($"{where}: found {feature.Value?.ToJsonString() ?? "null"} as {feature.Key}, expected a number. "
                + "Analyse the file again.");

    private static JsonObject Parse(string line, string where)
    {
        try
        {
            var json = JsonNode.Parse(line) as JsonObject;
            return json?["file"]?.GetValueKind() == JsonValueKind.String ? json : throw new JsonException("no file");
        }
        catch (Exception error) when (error is JsonException or ArgumentException) // the latter for a key that is there twice
        {
            throw new DatasetException($"{where}: found no JSON with a file ({error.Message}), "
                + "expected a line of `dotnet run --project serving -- analyse --json`.", error);
        }
    }

    private static string Existing(string path) => File.Exists(path) ? path
        : throw new DatasetException($"{path}: no such file.");

    private static string NameOf(string file) => Path.GetFileNameWithoutExtension(file);
}
