using EmoMusic.Training.Evaluation;
using Spectre.Console;

namespace EmoMusic.Training.Baselines;

/// <summary>Baseline results for a terminal of 80 columns.</summary>
public static class BaselineTable
{
    /// <summary>Prints one row per baseline.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<BaselineResult> baselines)
    {
        console.MarkupLine("[bold]Baselines[/]");
        var table = MetricsTables.NewTable(
            "baseline", "accuracy", "95 % interval", "macro", "log-loss", "ECE", "seconds", "KB");
        foreach (var one in baselines)
        {
            table.AddRow(
                one.Name, $"{one.Accuracy:p1}", $"{one.Interval.Low:p1} to {one.Interval.High:p1}",
                $"{one.MacroAccuracy:p1}", $"{one.LogLoss:f3}", $"{one.CalibrationError:p1}",
                $"{one.Seconds:f1}", $"{one.Bytes / 1024.0:n0}");
        }

        console.Write(table);
        foreach (var one in baselines.Where(one => one.Agreement is not null))
        {
            console.MarkupLineInterpolated(
                $"{one.Name}: {one.Agreement:p1} by the clear majority of annotators, trained on the labels");
        }
    }
}
