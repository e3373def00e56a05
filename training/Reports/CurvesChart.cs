using EmoMusic.Training.Learning;
using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Training and validation curves by epoch, with the best epoch marked.</summary>
public static class CurvesChart
{
    private const double LabelMargin = 0.16;  // of the width
    private const double MinLabelDistance = 0.055; // of the height

    /// <summary>Accuracy, as PNG.</summary>
    public static byte[] DrawAccuracy(IReadOnlyList<EpochRecord> history) => Draw(
        history, "Accuracy by epoch", epoch => epoch.TrainAccuracy, epoch => epoch.ValidationAccuracy, Chart.Share, "p1");

    /// <summary>Mean cross entropy, as PNG.</summary>
    public static byte[] DrawLoss(IReadOnlyList<EpochRecord> history) => Draw(
        history, "Loss by epoch", epoch => epoch.TrainLoss, epoch => epoch.ValidationLoss, "0.0##", "0.000");

    private static byte[] Draw(
        IReadOnlyList<EpochRecord> history, string title,
        Func<EpochRecord, double> training, Func<EpochRecord, double> validation, string ticks, string exact)
    {
        var plot = Chart.New(
            title,
            "Training is measured with dropout and augmentation; validation after each epoch.");
        var values = history.Select(training).Concat(history.Select(validation)).ToList();
        var padding = Math.Max(values.Max() - values.Min(), 0.02) * 0.08;
        var (low, high) = (values.Min() - padding, values.Max() + (2 * padding));
        var span = Math.Max(history.Count - 1, 1);
        plot.Axes.SetLimits(1 - (0.02 * span), 1 + (span * (1 + LabelMargin)), low, high);
        plot.Axes.Bottom.TickGenerator = Chart.Epochs(history[^1].Epoch);
        plot.Axes.Bottom.Label.Text = "epoch";
        plot.Axes.Left.TickGenerator = Chart.Numbers(ticks);

        MarkBest(plot, history, validation, exact, high);
        AddLine(plot, history, training, Palette.Training);
        AddLine(plot, history, validation, Palette.Validation);
        var (last, apart) = (history[^1], 0f);
        if (Math.Abs(training(last) - validation(last)) < MinLabelDistance * (high - low))
        {
            apart = training(last) < validation(last) ? 9 : -9;
        }

        LabelLine(plot, "training", last, training, Palette.Training, apart);
        LabelLine(plot, "validation", last, validation, Palette.Validation, -apart);
        return Chart.Png(plot);
    }

    private static void AddLine(
        Plot plot, IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> value, Color color)
    {
        var points = history.Select(epoch => new Coordinates(epoch.Epoch, value(epoch))).ToArray();
        var line = plot.Add.Scatter(points, color);
        line.LineWidth = 2.25f;
        line.MarkerSize = history.Count <= 25 ? 5.5f : 0;
    }

    private static void LabelLine(
        Plot plot, string name, EpochRecord last, Func<EpochRecord, double> value, Color color, float down) =>
        Chart.Write(
            plot, name, new Coordinates(last.Epoch, value(last)), 13, color, bold: true,
            Alignment.MiddleLeft, right: 9, down);

    private static void MarkBest(
        Plot plot, IReadOnlyList<EpochRecord> history, Func<EpochRecord, double> value, string exact,
        double high)
    {
        var best = history.MaxBy(epoch => epoch.Score())!;
        plot.Add.VerticalLine(best.Epoch, 1, Palette.Muted.WithAlpha(0.6), LinePattern.Dashed);
        var marker = plot.Add.Marker(best.Epoch, value(best), MarkerShape.OpenCircle, 13, Palette.Validation);
        marker.MarkerLineWidth = 2;
        var labelLeft = best.Epoch - 1 > 0.6 * history.Count; // more room there
        var (alignment, right) = labelLeft ? (Alignment.UpperRight, -7) : (Alignment.UpperLeft, 7);
        var label = Chart.Write(
            plot, $"best: epoch {best.Epoch}, {value(best).ToString(exact)}", new Coordinates(best.Epoch, high),
            12.5f, Palette.Ink, alignment: alignment, right: right, down: 2);
        label.LabelBackgroundColor = Palette.Paper; // hides grid lines
    }
}
