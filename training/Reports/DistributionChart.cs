using EmoMusic.Training.Data;
using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Class distribution of the training and validation images.</summary>
public static class DistributionChart
{
    private const double BarWidth = 0.38;
    private const double Headroom = 1.25; // for the legend, above bars of any height

    /// <summary>The chart as PNG.</summary>
    public static byte[] Draw(Dataset data)
    {
        if (LabelSets.Of(data.Training) is { } sets)
        {
            return Draw(data, sets);
        }

        var plot = Chart.New(
            "Images by emotion", "Bar height: percentage of the split. Number: images.");
        var training = Add(plot, data.Training.CountByClass(), data.Training.Count, -0.2, Palette.Training);
        var validation = Add(plot, data.Validation.CountByClass(), data.Validation.Count, +0.2, Palette.Validation);

        plot.Axes.Bottom.TickGenerator = Chart.Names(Emotions.Names);
        plot.Axes.Left.TickGenerator = Chart.Numbers(Chart.Share);
        plot.Axes.SetLimits(-0.6, Emotions.Count - 0.4, 0, Math.Max(training, validation) * Headroom);
        Legend(plot, 0, Palette.Training, $"training, {data.Training.Count:n0}");
        Legend(plot, 1, Palette.Validation, $"validation, {data.Validation.Count:n0}");
        return Chart.Png(plot);
    }

    // Both label sets of the training images.
    private static byte[] Draw(Dataset data, LabelSets sets)
    {
        var plot = Chart.New(
            "Images by emotion, as labelled and as ten people see them",
            $"Training images. Label and clear majority agree in {sets.Agreement:p0} of {sets.Clear:n0} images.");
        var labels = Add(plot, sets.ByLabel, data.Training.Count, -0.2, Palette.Training);
        var votes = Add(
            plot, [.. sets.ByVotes.Select(sum => (int)Math.Round(sum))], data.Training.Count, +0.2, Palette.Validation);
        plot.Axes.Bottom.TickGenerator = Chart.Names(Emotions.Names);
        plot.Axes.Left.TickGenerator = Chart.Numbers(Chart.Share);
        plot.Axes.SetLimits(-0.6, Emotions.Count - 0.4, 0, Math.Max(labels, votes) * Headroom);
        Legend(plot, 0, Palette.Training, "FER-2013’s labels");
        Legend(plot, 1, Palette.Validation, "votes, shared out");
        return Chart.Png(plot);
    }

    // Returns the highest share.
    private static double Add(Plot plot, IReadOnlyList<int> counts, int images, double shift, Color color)
    {
        var bars = counts.Select((count, label) => new Bar
        {
            Position = label + shift,
            Value = (double)count / images,
            Size = BarWidth,
            FillColor = color,
            LineWidth = 0,
        });
        plot.Add.Bars(bars.ToArray());
        for (var label = 0; label < counts.Count; label++)
        {
            var top = new Coordinates(label + shift, (double)counts[label] / images);
            Chart.Write(plot, $"{counts[label]:n0}", top, 11, Palette.Ink, alignment: Alignment.LowerCenter, down: -3);
        }

        return counts.Max() / (double)images;
    }

    private static void Legend(Plot plot, int line, Color color, string text)
    {
        var limits = plot.Axes.GetLimits();
        Chart.Write(
            plot, text, new Coordinates(limits.Right, limits.Top), 13, color, bold: true, Alignment.UpperRight,
            right: -4, down: line * 20);
    }
}
