using Spectre.Console;

namespace EmoMusic.Training.Evaluation;

/// <summary>Metrics as tables for a terminal of 80 columns. No meaning depends on colour alone.</summary>
public static class MetricsTables
{
    /// <summary>Prints overall metrics, per-class metrics and the confusion matrix.</summary>
    /// <param name="console">Where to.</param>
    /// <param name="metrics">What to print.</param>
    /// <param name="usage">Name of the images, such as PublicTest.</param>
    /// <param name="logLossByClass">Per class, in the metrics' order.</param>
    public static void Write(
        IAnsiConsole console, Metrics metrics, string usage, IReadOnlyList<double> logLossByClass)
    {
        console.WriteLine();
        console.MarkupLineInterpolated(
            $"[bold green]{metrics.Accuracy:p1}[/] accuracy on {metrics.Rows:n0} {usage} images");
        console.WriteLine();
        console.Write(Overall(metrics));
        console.MarkupLine("[bold]Per class[/]");
        console.Write(ByClass(metrics, logLossByClass));
        console.MarkupLine("[bold]Confusion matrix[/]: rows are actual emotions, columns are predicted ones");
        console.Write(Confusion(metrics));
    }

    /// <summary>Prints the accuracy on corrupted images.</summary>
    public static void Write(IAnsiConsole console, IReadOnlyList<Robustness> robustness)
    {
        console.MarkupLine("[bold]Robustness[/]: the same images with typical webcam corruptions");
        var table = NewTable("corruption", "accuracy", "points lost");
        foreach (var one in robustness)
        {
            table.AddRow(Markup.Escape(one.Name), $"{one.Accuracy:p1}", $"{100 * one.Drop:f1}");
        }

        console.Write(table);
    }

    /// <summary>An empty table; the first column is left-aligned.</summary>
    internal static Table NewTable(params string[] columns)
    {
        var table = new Table().Border(TableBorder.Simple).BorderStyle(Style.Parse("dim"));
        for (var i = 0; i < columns.Length; i++)
        {
            var header = new Markup(Markup.Escape(columns[i]), Style.Parse("bold"));
            var column = new TableColumn(header).PadLeft(1).PadRight(1);
            table.AddColumn(i == 0 || columns[i] == "meaning" ? column.LeftAligned() : column.RightAligned());
        }

        return table;
    }

    private static Table Overall(Metrics metrics)
    {
        var (low, high) = metrics.Interval;
        var table = NewTable("measure", "value", "meaning")
            .AddRow("accuracy", $"{metrics.Accuracy:p1}", $"95 % interval {low:p1} to {high:p1}")
            .AddRow("macro accuracy", $"{metrics.MacroAccuracy:p1}", "mean recall: all classes count equally")
            .AddRow("top 2", $"{metrics.Top2:p1}", "label among the two most likely")
            .AddRow("log-loss", $"{metrics.LogLoss:f3}", $"uniform guessing: {Math.Log(metrics.Labels.Count):f3}")
            .AddRow("calibration error", $"{metrics.Calibration.Error:p1}", "confidence vs. accuracy, 15 bins");
        return metrics.VotesLogLoss is not { } loss ? table
            : table.AddRow("log-loss, votes", $"{loss:f3}", "against the distribution of the votes");
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
}
