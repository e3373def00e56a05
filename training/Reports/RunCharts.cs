using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports.Svg;

namespace EmoMusic.Training.Reports;

/// <summary>The interactive charts of a run and its data, as SVG.</summary>
public static class RunCharts
{
    private const string Training = "var(--training)";
    private const string Validation = "var(--validation)";

    /// <summary>Accuracy by epoch.</summary>
    public static string Accuracy(RunReport report)
    {
        var lines = new List<PlotLine>
        {
            Line(report, "training", Training, epoch => epoch.TrainAccuracy, Percent),
            Line(report, "validation", Validation, epoch => epoch.ValidationAccuracy, Percent),
        };
        if (report.History.Any(epoch => epoch.Agreement is not null))
        {
            lines.Add(Line(report, "by majority", "var(--e4)", epoch => epoch.Agreement, Percent));
        }

        return Draw("Accuracy of training and validation by epoch", report, lines, values => PlotAxis.Shares("accuracy", values));
    }

    /// <summary>Mean cross entropy by epoch.</summary>
    public static string Loss(RunReport report) => Draw(
        "Loss of training and validation by epoch", report,
        [
            Line(report, "training", Training, epoch => epoch.TrainLoss, value => $"{value:f3}"),
            Line(report, "validation", Validation, epoch => epoch.ValidationLoss, value => $"{value:f3}"),
        ],
        values => PlotAxis.Around("loss", values, "0.##"));

    /// <summary>Recall of each emotion by epoch; empty for runs that did not record it.</summary>
    public static string Recalls(RunReport report)
    {
        if (report.History.All(epoch => epoch.Recalls is null))
        {
            return "";
        }

        var lines = Emotions.Names
            .Select((name, label) => Line(
                report, name, ExamCharts.Color(label), epoch => epoch.Recalls?.Values[label], Percent))
            .Where(line => line.Points.Count > 0).ToList();
        return Draw("Recall of each emotion by epoch", report, lines, _ => new PlotAxis("recall", 0, 1, 0.2, "0 %"));
    }

    /// <summary>Images by emotion: the labels of both splits, or with votes the labels beside the votes.</summary>
    public static string Distribution(Dataset data)
    {
        var sets = LabelSets.Of(data.Training);
        var (training, validation) = (data.Training.CountByClass(), data.Validation.CountByClass());
        var groups = Emotions.Names.Select((name, label) =>
        {
            var bars = new List<PlotBar>
            {
                Bar($"{name}, training labels", training[label], data.Training.Count, Training),
                Bar($"{name}, validation labels", validation[label], data.Validation.Count, Validation),
            };
            if (sets is not null)
            {
                bars.Insert(1, Bar($"{name}, votes for the training images", sets.ByVotes[label], data.Training.Count, "var(--e3)"));
            }

            return (name, (IReadOnlyList<PlotBar>)bars);
        }).ToList();
        var highest = groups.SelectMany(group => group.Item2).Max(bar => bar.Value);
        return BarPlot.Draw(
            "Images by emotion in training and validation",
            new PlotAxis("share of the split", 0, Math.Ceiling(highest * 20) / 20, highest > 0.5 ? 0.2 : 0.1, "0 %"), groups);
    }

    /// <summary>Where the labels and the majority of annotators disagree; empty without votes.</summary>
    public static string Disagreement(LabelSets? sets) => sets is null ? "" : HeatMap.Draw(
        "Training images by FER-2013's label and by the clear majority of annotators", Emotions.Names, sets.Pairs,
        "label", "majority of votes");

    private static string Percent(double value) => $"{value:p1}";

    private static PlotBar Bar(string what, double count, int all, string color) =>
        new(count / all, color, $"{what}: {count:n0} of {all:n0}, {count / all:p1}");

    private static PlotLine Line(
        RunReport report, string name, string color, Func<EpochRecord, double?> value, Func<double, string> format) => new(
        name, color,
        [.. from epoch in report.History
            where value(epoch) is not null
            let at = value(epoch)!.Value
            select new PlotPoint(epoch.Epoch, at, $"{name} {format(at)}")]);

    private static string Draw(
        string label, RunReport report, IReadOnlyList<PlotLine> lines, Func<IEnumerable<double>, PlotAxis> axis)
    {
        // The first line of a tooltip is the epoch.
        var best = report.Best.Epoch;
        var titled = lines.Select((line, index) => index > 0 ? line : line with
        {
            Points = [.. line.Points.Select(point => point with
            {
                Tip = $"epoch {point.X}{(point.X == best ? ", the best" : "")}\n{point.Tip}",
            })],
        }).ToList();
        return LinePlot.Draw(
            label, PlotAxis.Epochs(report.History[^1].Epoch), axis(lines.SelectMany(line => line.Points.Select(point => point.Y))),
            titled, shared: true);
    }
}
