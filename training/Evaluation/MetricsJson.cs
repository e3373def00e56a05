using System.Text.Json.Nodes;

namespace EmoMusic.Training.Evaluation;

/// <summary>Metrics as JSON: the last line of <c>evaluate</c>, and a run's metrics.json.</summary>
public static class MetricsJson
{
    private const int Digits = 6; // one of 3,589 rows changes the fourth

    /// <summary>One object; other programs rely on its first keys.</summary>
    public static JsonObject Of(Metrics metrics, string usage)
    {
        var json = Basic(metrics, usage);
        if (metrics.VotesLogLoss is { } loss)
        {
            json["votesLogLoss"] = Round(loss);
        }

        return json;
    }

    /// <summary>Accuracy by corruption.</summary>
    public static JsonObject Of(IEnumerable<Robustness> robustness) => new(
        robustness.Select(one => KeyValuePair.Create(one.Name, (JsonNode?)Round(one.Accuracy))));

    private static JsonObject Basic(Metrics metrics, string usage) => new()
    {
        ["accuracy"] = Round(metrics.Accuracy),
        ["macroAccuracy"] = Round(metrics.MacroAccuracy),
        ["logLoss"] = Round(metrics.LogLoss),
        ["ece"] = Round(metrics.Calibration.Error),
        ["rows"] = metrics.Rows,
        ["usage"] = usage,
        ["perClass"] = new JsonObject(metrics.Classes.Select(PerClass)),
        ["confusion"] = new JsonArray([.. metrics.Confusion.Select(Row)]),
        ["interval"] = new JsonArray(Round(metrics.Interval.Low), Round(metrics.Interval.High)),
        ["top2"] = Round(metrics.Top2),
        ["labels"] = new JsonArray([.. metrics.Labels.Select(label => JsonValue.Create(label))]),
    };

    private static KeyValuePair<string, JsonNode?> PerClass(ClassMetrics metrics) => new(metrics.Label, new JsonObject
    {
        ["precision"] = Round(metrics.Precision),
        ["recall"] = Round(metrics.Recall),
        ["f1"] = Round(metrics.F1),
        ["support"] = metrics.Support,
    });

    private static JsonArray Row(IReadOnlyList<int> counts) =>
        new([.. counts.Select(count => JsonValue.Create(count))]);

    private static double Round(double value) => Math.Round(value, Digits);
}
