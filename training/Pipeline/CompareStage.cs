using System.Text.Json;
using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>Reads finished runs to compare them.</summary>
public static class CompareStage
{
    /// <summary>Reads each run's metrics.json and history.</summary>
    /// <exception cref="TrainingException">A run has no metrics, or its metrics or its checkpoint are corrupt.</exception>
    public static IReadOnlyList<ComparedRun> Read(IReadOnlyList<RunFolder> runs) => [.. runs.Select(Read)];

    /// <summary>Prints one row per run.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<ComparedRun> runs)
    {
        var table = MetricsTables.NewTable(
            "run", "network", "epochs", "accuracy", "macro", "ECE", "by majority", "macro", "ECE");
        foreach (var run in runs)
        {
            var by = run.ByMajority;
            table.AddRow(
                Markup.Escape(run.Name), Markup.Escape(run.Network), $"{run.History.Count}",
                $"{run.ByLabel.Accuracy:p1}", $"{run.ByLabel.MacroAccuracy:p1}", $"{run.ByLabel.CalibrationError:p1}",
                by is null ? "–" : $"{by.Accuracy:p1}", by is null ? "–" : $"{by.MacroAccuracy:p1}",
                by is null ? "–" : $"{by.CalibrationError:p1}");
        }

        console.Write(table);
    }

    private static ComparedRun Read(RunFolder run)
    {
        var file = run.File("metrics.json");
        if (!File.Exists(file))
        {
            throw new TrainingException(
                $"{file}: no such file, expected a reported run. Write its report with: "
                + $"dotnet run --project training -- report {run.Path}");
        }

        try
        {
            var json = JsonNode.Parse(File.ReadAllText(file))!;
            return new ComparedRun(
                Path.GetFileName(run.Path), json["network"]!.GetValue<string>(), json["parameters"]!.GetValue<long>(),
                json["usage"]!.GetValue<string>(), json["trainingSeconds"]!.GetValue<double>(), Scores(json),
                json["agreement"] is { } agreement ? Scores(agreement) : null,
                Checkpoint.ReadHistory(run.Checkpoint), run.ReadRequest().Options);
        }
        catch (Exception error) when (error is JsonException or NullReferenceException
            or InvalidOperationException or FormatException or ArgumentException)
        {
            throw new TrainingException(
                $"{file}: found no metrics of a run. Write them again with: "
                + $"dotnet run --project training -- report {run.Path}", error);
        }
    }

    private static ComparedRun.Scores Scores(JsonNode json) => new(
        json["rows"]!.GetValue<int>(), json["accuracy"]!.GetValue<double>(), json["macroAccuracy"]!.GetValue<double>(),
        json["ece"]!.GetValue<double>(), json["logLoss"]!.GetValue<double>());
}
