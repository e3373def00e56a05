using EmoMusic.Training.Evaluation;
using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Confusion matrix: row percentage and image count per cell.</summary>
public static class ConfusionChart
{
    /// <summary>The chart as PNG.</summary>
    public static byte[] Draw(Metrics metrics)
    {
        var plot = Chart.New(
            "Confusion matrix",
            "Percentage of each row predicted as the column's emotion; image count below.");
        var last = metrics.Labels.Count - 1;
        for (var actual = 0; actual <= last; actual++)
        {
            var images = Math.Max(1, metrics.Classes[actual].Support);
            for (var predicted = 0; predicted <= last; predicted++)
            {
                var count = metrics.Confusion[actual][predicted];
                AddCell(plot, predicted, last - actual, count, (double)count / images, isCorrect: actual == predicted);
            }
        }

        plot.Grid.IsVisible = false;
        plot.Axes.Bottom.TickGenerator = Chart.Names(metrics.Labels);
        plot.Axes.Left.TickGenerator = Chart.Names([.. metrics.Labels.Reverse()]);
        plot.Axes.Bottom.Label.Text = "predicted";
        plot.Axes.Left.Label.Text = "actual";
        plot.Axes.Bottom.FrameLineStyle.Width = 0;
        plot.Axes.SetLimits(-0.5, last + 0.5, -0.5, last + 0.5);
        return Chart.Png(plot, 720, 640);
    }

    private static void AddCell(Plot plot, int x, int y, int count, double share, bool isCorrect)
    {
        var cell = plot.Add.Rectangle(x - 0.5, x + 0.5, y - 0.5, y + 0.5);
        cell.FillColor = Palette.Shade(Math.Pow(share, 0.8));
        cell.LineColor = Palette.Paper;
        cell.LineWidth = 3;

        var position = new Coordinates(x, y);
        var color = Palette.Readable(cell.FillColor);
        Chart.Write(plot, $"{share:p0}", position, 16, color, bold: isCorrect, Alignment.LowerCenter, down: 4);
        Chart.Write(plot, $"{count:n0}", position, 12, color, alignment: Alignment.UpperCenter, down: 5);
    }
}
