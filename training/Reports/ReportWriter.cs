using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>Writes five charts, metrics.json and report.html.</summary>
public static class ReportWriter
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Writes the files into a run's folder, replacing existing ones.</summary>
    public static void Write(string folder, RunReport report)
    {
        var charts = new Dictionary<string, byte[]>
        {
            ["distribution.png"] = DistributionChart.Draw(report.Data),
            ["accuracy.png"] = CurvesChart.DrawAccuracy(report.History),
            ["loss.png"] = CurvesChart.DrawLoss(report.History),
            ["confusion.png"] = ConfusionChart.Draw(report.Metrics),
            ["reliability.png"] = ReliabilityChart.Draw(report.Metrics),
        };
        foreach (var (name, png) in charts)
        {
            File.WriteAllBytes(Path.Combine(folder, name), png);
        }

        File.WriteAllText(Path.Combine(folder, "metrics.json"), Json(report).ToJsonString(Indented) + "\n");
        File.WriteAllText(Path.Combine(folder, "report.html"), ReportPage.Render(report));
    }

    // The JSON of the evaluate command, plus the run and its data.
    private static JsonObject Json(RunReport report)
    {
        var json = MetricsJson.Of(report.Metrics, report.Usage);
        json["network"] = report.Network;
        json["parameters"] = report.Parameters;
        json["created"] = report.Created.ToString("O");
        json["epochs"] = report.History.Count;
        json["bestEpoch"] = report.Best.Epoch;
        json["trainingSeconds"] = Math.Round(report.TrainingTime.TotalSeconds, 1);
        json["dataset"] = new JsonObject
        {
            ["source"] = report.Data.Source,
            ["sha256"] = report.Data.Sha256,
            ["rows"] = report.Data.Rows,
            ["badRows"] = report.Data.BadRows.Count,
            ["blankImages"] = report.Data.BlankImages,
            ["synthetic"] = report.Data.IsSynthetic,
        };
        if (report.Agreement is { } agreement)
        {
            json["agreement"] = MetricsJson.Of(agreement, report.Usage);
        }

        if (report.Baselines.Count > 0)
        {
            json["baselines"] = JsonSerializer.SerializeToNode(report.Baselines, JsonSerializerOptions.Web);
        }

        return json;
    }
}
