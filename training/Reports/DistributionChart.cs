using EmoMusic.Training.Data;
using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Class distribution of the training and validation images.</summary>
public static class DistributionChart
{
    private const double BarWidth = 0.38;

    /// <summary>The chart as PNG.</summary>
    public static byte[] Draw(Dataset data)
    {
        var plot = Chart.New(
            "Images by emotion", "Bar height: percentage of the split. Number: images.");
        var training = Add(plot, data.Training, -0.2, Palette.Training);
        var validation = Add(plot, data.Validation, +0.2, Palette.Validation);

        plot.Axes.Bottom.TickGenerator = Chart.Names(Emotions.Names);
        plot.Axes.Left.TickGenerator = Chart.Numbers(Chart.Share);
        plot.Axes.SetLimits(-0.6, Emotions.Count - 0.4, 0, Math.Max(training, validation) * 1.12);
        Legend(plot, 0, Palette.Training, $"training, {data.Training.Count:n0}");
        Legend(plot, 1, Palette.Validation, $"validation, {data.Validation.Count:n0}");
        return Chart.Png(plot);
    }

    // Returns the highest share.
    private static double Add(Plot plot, LabelledImages images, double shift, Color color)
    {
        var counts = images.CountByClass();
        var bars = counts.Select((count, label) => new Bar
        {
            Position = label + shift,
            Value = (double)count / images.Count,
            Size = BarWidth,
            FillColor = color,
            LineWidth = 0,
        });
        plot.Add.Bars(bars.ToArray());
        for (var label = 0; label < counts.Length; label++)
        {
            var top = new Coordinates(label + shift, (double)counts[label] / images.Count);
            Chart.Write(plot, $"{counts[label]:n0}", top, 11, Palette.Ink, alignment: Alignment.LowerCenter, down: -3);
        }

        return counts.Max() / (double)images.Count;
    }

    private static void Legend(Plot plot, int line, Color color, string text)
    {
        var limits = plot.Axes.GetLimits();
        Chart.Write(
            plot, text, new Coordinates(limits.Right, limits.Top), 13, color, bold: true, Alignment.UpperRight,
            right: -4, down: line * 20);
    }
}
