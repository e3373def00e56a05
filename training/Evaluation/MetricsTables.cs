using EmoMusic.Training.Baselines;
using Spectre.Console;

namespace EmoMusic.Training.Evaluation;

/// <summary>Metrics for a reader at a terminal. Nothing is said by colour alone, and 80 columns are enough.</summary>
public static class MetricsTables
{
    /// <summary>Prints the figures of the whole, those by class and the confusion matrix.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="metrics">What to print.</param>
    /// <param name="usage">What the images are, for example PublicTest.</param>
    /// <param name="logLossByClass">By class, in the metrics' order.</param>
    public static void Write(
        IAnsiConsole console, Metrics metrics, string usage, IReadOnlyList<double> logLossByClass)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold green]{metrics.Accuracy:p1}[/] of {metrics.Rows:n0} {usage} images are right.");
        console.WriteLine();
        console.Write(Whole(metrics));
        console.MarkupLine("[bold]By class[/]");
        console.Write(ByClass(metrics, logLossByClass));
        console.MarkupLine("[bold]Confusion[/]: a row for each actual emotion, a column for each predicted one");
        console.Write(Confusion(metrics));
    }

    /// <summary>Prints what is left of the accuracy when something is done to the images.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Robustness> robustness)
    {
        console.MarkupLine("[bold]Robustness[/]: the same images, disturbed as by a webcam");
        var table = NewTable("images", "accuracy", "points lost");
        foreach (var one in robustness)
        {
            table.AddRow(Markup.Escape(one.Under), $"{one.Accuracy:p1}", $"{100 * one.Drop:f1}");
        }

        console.Write(table);
    }

    /// <summary>Prints baselines beside each other.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<BaselineResult> baselines)
    {
        console.MarkupLine("[bold]Baselines[/]");
        var table = NewTable("baseline", "accuracy", "95 % interval", "macro", "log-loss", "ECE", "seconds", "KB");
        foreach (var one in baselines)
        {
            table.AddRow(
                one.Name, $"{one.Accuracy:p1}", $"{one.Interval.Low:p1} to {one.Interval.High:p1}",
                $"{one.MacroAccuracy:p1}", $"{one.LogLoss:f3}", $"{one.CalibrationError:p1}",
                $"{one.Seconds:f1}", $"{one.Bytes / 1024.0:n0}");
        }

        console.Write(table);
    }

    private static Table Whole(Metrics metrics)
    {
        var (low, high) = metrics.Interval;
        return NewTable("measure", "value", "what it says")
            .AddRow("accuracy", $"{metrics.Accuracy:p1}", $"95 % interval {low:p1} to {high:p1}")
            .AddRow("macro accuracy", $"{metrics.MacroAccuracy:p1}", "mean recall: every class counts the same")
            .AddRow("top 2", $"{metrics.Top2:p1}", "the label is the first or the second guess")
            .AddRow("log-loss", $"{metrics.LogLoss:f3}", $"guessing would be {Math.Log(metrics.Labels.Count):f3}")
            .AddRow("calibration error", $"{metrics.Calibration.Error:p1}", "confidence against accuracy, 15 bins");
    }

    private static Table ByClass(Metrics metrics, IReadOnlyList<double> logLoss)
    {
        var table = NewTable("emotion", "images", "precision", "recall", "F1", "log-loss");
        foreach (var (one, loss) in metrics.Classes.Zip(logLoss))
        {
            table.AddRow(
                Markup.Escape(one.Label), $"{one.Support:n0}",
                $"{one.Precision:p1}", $"{one.Recall:p1}", $"{one.F1:p1}",
                one.Support == 0 ? "–" : $"{loss:f3}");
        }

        return table;
    }

    private static Table Confusion(Metrics metrics)
    {
        var table = NewTable(["", .. metrics.Labels]);
        for (var actual = 0; actual < metrics.Labels.Count; actual++)
        {
            var counts = metrics.Confusion[actual].Select((count, predicted) =>
                predicted == actual ? $"[bold green]{count}[/]" : count == 0 ? "[dim]·[/]" : $"{count}");
            table.AddRow([Markup.Escape(metrics.Labels[actual]), .. counts]);
        }

        return table;
    }

    private static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).BorderStyle(Style.Parse("dim"));
        for (var i = 0; i < columns.Length; i++)
        {
            var header = new Markup(Markup.Escape(columns[i]), Style.Parse("bold"));
            var column = new TableColumn(header).PadLeft(1).PadRight(1);
            table.AddColumn(i == 0 || columns[i] == "what it says" ? column.LeftAligned() : column.RightAligned());
        }

        return table;
    }
}
