using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Reports.Svg;

namespace EmoMusic.Training.Reports;

/// <summary>The interactive charts of an exam, as SVG.</summary>
public static class ExamCharts
{
    private const int FewImages = 20; // bins with fewer are pale, being mostly noise

    /// <summary>The confusion matrix.</summary>
    public static string Confusion(Exam exam) => HeatMap.Draw(
        $"Confusion matrix by {exam.Name}", exam.Metrics.Labels, exam.Metrics.Confusion, "actual", "predicted");

    /// <summary>Accuracy by confidence, with the accuracy that the confidence promises.</summary>
    public static string Reliability(Exam exam)
    {
        var bins = exam.Metrics.Calibration.Bins.SkipWhile(bin => bin.Count == 0).ToList();
        return BarPlot.Draw(
            $"Reliability by {exam.Name}: accuracy by confidence", new PlotAxis("accuracy", 0, 1, 0.2, "0 %"),
            [.. bins.Select(bin => ($"{(bin.From + bin.To) / 2:p0}", (IReadOnlyList<PlotBar>)[Bar(bin)]))],
            gap: 0.06, ideal: [.. bins.Select(bin => (bin.From + bin.To) / 2)]);

        PlotBar Bar(CalibrationBin bin) => new(
            bin.Accuracy, "var(--validation)",
            $"confidence {bin.From:p0} to {bin.To:p0}: {bin.Count:n0} images, {(double)bin.Count / exam.Metrics.Rows:p1}\n"
            + $"mean confidence {bin.Confidence:p1}, accuracy {bin.Accuracy:p1}",
            bin.Count < FewImages ? 0.4 : 1);
    }

    /// <summary>Precision by recall of each emotion.</summary>
    public static string PrecisionRecall(Exam exam)
    {
        var lines = exam.Metrics.Labels.Select((label, index) =>
        {
            var (average, points) = exam.PrecisionRecall(index);
            return new PlotLine($"{label} {average:f2}", Color(index), [.. points.Select(point => new PlotPoint(
                point.Recall, point.Precision,
                $"{label} from {point.Threshold:p0}: recall {point.Recall:p1}, precision {point.Precision:p1}"))]);
        }).Where(line => line.Points.Count > 0).ToList();
        return LinePlot.Draw(
            $"Precision by recall of each emotion by {exam.Name}, with its average precision",
            new PlotAxis("recall", 0, 1, 0.2, "0 %"), new PlotAxis("precision", 0, 1, 0.2, "0 %"), lines);
    }

    /// <summary>Coverage against accuracy if only confident answers are given; all exams in one plot.</summary>
    public static string Thresholds(IReadOnlyList<Exam> exams)
    {
        var lines = exams.Select((exam, index) => new PlotLine(
            index == 0 ? "by the label" : "by majority", index == 0 ? "var(--training)" : "var(--validation)",
            [.. exam.Thresholds().Reverse().Select(point => new PlotPoint(
                point.Coverage, point.Accuracy,
                $"answers from {point.Threshold:p0} sure, by {exam.Name}:\n"
                + $"{point.Coverage:p1} of the faces answered, {point.Accuracy:p1} of the answers right"))])).ToList();
        return LinePlot.Draw(
            "Accuracy by coverage when only sure answers are given", new PlotAxis("faces answered", 0, 1, 0.2, "0 %"),
            PlotAxis.Shares("answers that are right", lines.SelectMany(line => line.Points.Select(point => point.Y))), lines);
    }

    /// <summary>The colour of an emotion, in label order.</summary>
    public static string Color(int label) => $"var(--e{label})";
}
