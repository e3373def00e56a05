using EmoMusic.Training.Evaluation;
using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Reliability diagram (Guo et al., ICML 2017): accuracy by confidence.</summary>
public static class ReliabilityChart
{
    private const double LowestShown = 0.1; // the highest of seven probabilities is at least 1/7
    private const int FewImages = 20;       // smaller bins are pale, being mostly noise

    /// <summary>The chart as PNG.</summary>
    public static byte[] Draw(Metrics metrics)
    {
        var plot = Chart.New(
            "Reliability",
            "On the dashed line, confidence equals accuracy. Number in the bar: percentage of images.");
        foreach (var bin in metrics.Calibration.Bins.Where(bin => bin.Count > 0))
        {
            AddBin(plot, bin, (double)bin.Count / metrics.Rows);
        }

        AddDiagonal(plot, Palette.Paper.WithAlpha(0.8), 3, LinePattern.Solid); // outline of the dashes
        AddDiagonal(plot, Palette.Ink, 1.75f, LinePattern.Dashed);

        plot.Axes.Bottom.TickGenerator = Chart.Numbers(Chart.Share, above: LowestShown);
        plot.Axes.Left.TickGenerator = Chart.Numbers(Chart.Share);
        plot.Axes.Bottom.Label.Text = "confidence";
        plot.Axes.Left.Label.Text = "accuracy";
        plot.Axes.SetLimits(LowestShown, 1.005, 0, 1.04);
        return Chart.Png(plot);
    }

    private static void AddBin(Plot plot, CalibrationBin bin, double share)
    {
        const double Gap = 0.003;
        var bar = plot.Add.Rectangle(bin.From + Gap, bin.To - Gap, 0, bin.Accuracy);
        bar.FillColor = Palette.Validation.WithAlpha(bin.Count < FewImages ? 0.35 : 0.9);
        bar.LineWidth = 0;

        // At the bottom of the bar, clear of the diagonal; above bars that are too low.
        var isLow = bin.Accuracy < 0.07;
        var position = new Coordinates((bin.From + bin.To) / 2, isLow ? bin.Accuracy : 0);
        var text = share < 0.001 ? "<0.1 %" : share < 0.01 ? $"{share:p1}" : $"{share:p0}";
        var color = isLow || bin.Count < FewImages ? Palette.Ink : Palette.Paper;
        Chart.Write(plot, text, position, 11.5f, color, alignment: Alignment.LowerCenter, down: -4);
    }

    private static void AddDiagonal(Plot plot, Color color, float width, LinePattern pattern)
    {
        var line = plot.Add.Line(0, 0, 1, 1);
        line.LineColor = color;
        line.LineWidth = width;
        line.LinePattern = pattern;
    }
}
