using System.Text.Json;
using System.Text.Json.Serialization;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Baselines;

/// <summary>Metrics of a baseline; saved beside the models as baselines.json, for the report of a run.</summary>
/// <param name="Name">Name of the baseline.</param>
/// <param name="Description">One line for tables.</param>
/// <param name="Accuracy">Accuracy on the validation images.</param>
/// <param name="Interval">95 % interval of the accuracy.</param>
/// <param name="MacroAccuracy">Mean recall of the classes that have images.</param>
/// <param name="LogLoss">Mean of −ln of the label's probability.</param>
/// <param name="CalibrationError">Expected calibration error, 15 bins.</param>
/// <param name="Seconds">Training time, from rows in memory to the file.</param>
/// <param name="Bytes">Size of the file.</param>
public sealed record BaselineResult(
    string Name,
    string Description,
    double Accuracy,
    Interval Interval,
    double MacroAccuracy,
    double LogLoss,
    double CalibrationError,
    double Seconds,
    long Bytes)
{
    /// <summary>Accuracy by the clear majority of annotators; null without votes.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public double? Agreement { get; init; }

    private const string FileName = "baselines.json";

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    /// <summary>One line of JSON, for other programs.</summary>
    public static string Line(IReadOnlyList<BaselineResult> results) =>
        JsonSerializer.Serialize(results, JsonSerializerOptions.Web);

    /// <summary>Writes baselines.json into a folder.</summary>
    public static void Write(string folder, IReadOnlyList<BaselineResult> results) =>
        File.WriteAllText(Path.Combine(folder, FileName), JsonSerializer.Serialize(results, Json) + "\n");

    /// <summary>Reads baselines.json; empty if there is none.</summary>
    public static IReadOnlyList<BaselineResult> Read(string folder)
    {
        var path = Path.Combine(folder, FileName);
        try
        {
            return File.Exists(path) ? JsonSerializer.Deserialize<BaselineResult[]>(File.ReadAllText(path), Json) ?? [] : [];
        }
        catch (JsonException error)
        {
            throw new DatasetException($"{path}: found no baselines. Delete the file, or train them again with: "
                + "dotnet run --project training -- baseline --run RUN", error);
        }
    }
}
