using System.Text.Json;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Baselines;

/// <summary>What a baseline came to; beside the models as baselines.json, for the report of a run.</summary>
/// <param name="Name">The baseline's name.</param>
/// <param name="About">What it is.</param>
/// <param name="Accuracy">Share of right answers on the validation images.</param>
/// <param name="Interval">95 % interval of the accuracy.</param>
/// <param name="MacroAccuracy">Mean recall of the classes that have images.</param>
/// <param name="LogLoss">Mean of −ln of the label's probability.</param>
/// <param name="CalibrationError">Of 15 bins.</param>
/// <param name="Seconds">Learning, from the rows in memory to the file.</param>
/// <param name="Bytes">Of the file.</param>
public sealed record BaselineResult(
    string Name,
    string About,
    double Accuracy,
    Interval Interval,
    double MacroAccuracy,
    double LogLoss,
    double CalibrationError,
    double Seconds,
    long Bytes)
{
    private const string FileName = "baselines.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>One line, as other programs read it.</summary>
    public static string Line(IReadOnlyList<BaselineResult> figures) =>
        JsonSerializer.Serialize(figures, JsonSerializerOptions.Web);

    /// <summary>Writes them into the baselines' folder.</summary>
    public static void Write(string folder, IReadOnlyList<BaselineResult> figures) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(figures, Json) + "\n");

    /// <summary>What <see cref="Write"/> wrote; none where there is no such file.</summary>
    public static IReadOnlyList<BaselineResult> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        return File.Exists(path) ? JsonSerializer.Deserialize<BaselineResult[]>(File.ReadAllText(path), Json)! : [];
    }
}
