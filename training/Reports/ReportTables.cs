using System.ComponentModel;
using System.Reflection;
using System.Text.Json;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>Tables, lists and face images of the page, as HTML.</summary>
public static class ReportTables
{
    private const int BadRowsShown = 50;

    /// <summary>One row per emotion.</summary>
    public static string Classes(Metrics metrics)
    {
        var rows = metrics.Classes.Select((one, actual) =>
        {
            var (recall, f1) = one.Support == 0 ? ("–", "–") : (Html.Percent(one.Recall), Html.Percent(one.F1));
            return $"""
                <tr><th scope="row">{Html.Text(one.Label)}</th><td>{one.Support:n0}</td>
                <td>{Html.Percent(one.Precision)}</td><td>{recall}</td>
                <td class="bar" style="--share:{one.F1:f3}">{f1}</td>
                <td class="text wide">{TopConfusion(metrics, actual)}</td></tr>
                """;
        });
        return Table(
            """
            <th scope="col">Emotion</th><th scope="col">Images</th><th scope="col">Precision</th>
            <th scope="col">Recall</th><th scope="col">F1</th>
            <th scope="col" class="text wide">Most often predicted as</th>
            """, rows);
    }

    /// <summary>The same by the clear majority of annotators, with its heading.</summary>
    public static string AgreementClasses(Metrics metrics) =>
        $"<h3>Per emotion, by the clear majority of ten people</h3><figure class=\"scroll\">{Classes(metrics)}</figure>";

    /// <summary>A chart for each exam, side by side where there is room.</summary>
    public static string Figures(IReadOnlyList<Exam> exams, Func<Exam, string> draw) => string.Join('\n', exams.Select(exam =>
        $"<figure><figcaption>By {Html.Text(exam.Name)}, {exam.Metrics.Rows:n0} images</figcaption>{draw(exam)}</figure>"));

    /// <summary>A slider that tells coverage and accuracy at each threshold; hidden without scripts.</summary>
    public static string ThresholdSlider(Exam exam)
    {
        var texts = exam.Thresholds().Select(point =>
            $"at least {point.Threshold:p0} sure: {point.Coverage:p1} of the faces answered, {point.Accuracy:p1} of the answers right")
            .ToArray();
        var middle = Math.Min(9, texts.Length - 1);
        return $"""
            <label class="threshold" hidden data-texts="{Html.Text(JsonSerializer.Serialize(texts))}">Answer only when
            <input type="range" min="0" max="{texts.Length - 1}" value="{middle}" aria-label="lowest confidence of an answer">
            <output>{Html.Text(texts[middle])}</output></label>
            """;
    }

    /// <summary>The recall of each emotion by epoch, with its heading; empty for runs that did not record it.</summary>
    public static string Recalls(RunReport report)
    {
        var by = report.Best.Agreement is null ? "FER-2013’s label" : "the clear majority of ten people";
        return RunCharts.Recalls(report) is { Length: > 0 } chart
            ? $"<h3>Recall of each emotion, by {by}</h3><figure>{chart}</figure>" : "";
    }

    /// <summary>What the colours of the distribution mean.</summary>
    public static string DistributionLegend(Dataset data)
    {
        string Entry(string color, string text) => $"<li><i style=\"--color:var({color})\"></i>{text}</li>";
        var votes = data.Training.Votes is null ? "" : Entry("--e3", "training, the votes of ten people");
        return $"""
            <ul class="legend">{Entry("--training", $"training, {data.Training.Count:n0} labels")}{votes}
            {Entry("--validation", $"validation, {data.Validation.Count:n0} labels")}</ul>
            """;
    }

    /// <summary>Where the labels and the annotators disagree; empty without votes.</summary>
    public static string LabelSets(RunReport report)
    {
        if (Reports.LabelSets.Of(report.Data.Training) is not { } sets)
        {
            return "";
        }

        return $"""
            <h3>Two label sets</h3>
            <p>Ten people voted on each image. In {sets.Clear:n0} training images one emotion has a clear majority, more than half
            of the votes; FER-2013’s label agrees with it in {Html.Percent(sets.Agreement)} of them. Rows are labels, columns are
            what people saw.</p>
            <div class="pair"><figure>{RunCharts.Disagreement(sets)}</figure></div>
            """;
    }

    /// <summary>A section that compares the network with the baselines.</summary>
    public static string Baselines(RunReport report)
    {
        var own = report.Metrics;
        var network = Line(
            $"<tr class=\"highlight\"><th scope=\"row\">{Html.Text(report.Network)}, the network</th>", own.Accuracy,
            own.Interval, own.MacroAccuracy, own.LogLoss, own.Calibration.Error, report.TrainingTime);
        var others = report.Baselines.Select(one => Line(
            $"<tr><th scope=\"row\">{Html.Text(one.Name)}, {Html.Text(one.Description)}</th>", one.Accuracy,
            one.Interval, one.MacroAccuracy, one.LogLoss, one.CalibrationError, TimeSpan.FromSeconds(one.Seconds)));
        var table = Table(
            """
            <th scope="col">Model</th><th scope="col">Accuracy</th><th scope="col" class="wide">95&nbsp;% interval</th>
            <th scope="col">Macro</th><th scope="col">Log-loss</th><th scope="col" class="wide">Calibration error</th>
            <th scope="col">Training time</th>
            """, others.Prepend(network));
        return $"""

            <section>
              <h2>Baselines</h2>
              <p>Simple ML.NET models, trained and evaluated on the same images.</p>
              <figure class="scroll">{table}</figure>
            </section>

            """;

        static string Line(
            string head, double accuracy, Interval interval, double macro, double logLoss, double calibration,
            TimeSpan time) =>
            $"""
            {head}<td>{Html.Percent(accuracy)}</td>
            <td class="wide">{Html.Percent(interval.Low)} to {Html.Percent(interval.High)}</td>
            <td>{Html.Percent(macro)}</td><td>{logLoss:f3}</td><td class="wide">{Html.Percent(calibration)}</td>
            <td>{Html.Duration(time)}</td></tr>
            """;
    }

    /// <summary>One row per epoch.</summary>
    public static string Epochs(RunReport report)
    {
        var rows = report.History.Select(epoch =>
            $"""
            <tr{(epoch == report.Best ? " class=\"highlight\"" : "")}><th scope="row">{epoch.Epoch}</th>
            <td>{Html.Percent(epoch.TrainAccuracy)}</td><td>{Html.Percent(epoch.ValidationAccuracy)}</td>
            <td>{epoch.TrainLoss:f3}</td><td>{epoch.ValidationLoss:f3}</td>
            <td class="wide">{epoch.LearningRate:0.0e+0}</td>
            <td>{epoch.Seconds:n0}</td><td class="wide">{epoch.ImagesPerSecond:n0}</td></tr>
            """);
        return Table(
            """
            <th scope="col">Epoch</th><th scope="col">Accuracy, training</th><th scope="col">validation</th>
            <th scope="col">Loss, training</th><th scope="col">validation</th>
            <th scope="col" class="wide">Learning rate</th><th scope="col">Seconds</th>
            <th scope="col" class="wide">Images/s</th>
            """, rows, "dense");
    }

    /// <summary>A misclassified image with label and prediction.</summary>
    public static string Mistake(RunReport report, Mistake mistake)
    {
        var (actual, predicted) = (Html.Text(mistake.Actual), Html.Text(mistake.Predicted));
        var confidence = Html.Percent(mistake.Confidence);
        var picture = Html.Png(GreyImage.Png(report.Data.Validation.PixelsOf(mistake.Image)));
        return $"""
            <li>
            <img class="face" width="48" height="48" alt="{actual}, predicted {predicted}" src="{picture}">
            <span>{actual}<br>→ <b>{predicted}</b></span>
            <span class="muted">{predicted} {confidence}<br>{actual} {Html.Percent(mistake.ActualProbability)}</span>
            </li>
            """;
    }

    /// <summary>Source, size, hash and anomalies of the data.</summary>
    public static string DataFacts(Dataset data) => Facts(
        ("Source", data.Source),
        ("Rows", $"{data.Rows:n0}: {data.Training.Count:n0} training, {data.Validation.Count:n0} validation"
            + (data.CalibrationSet is { } calibration
                ? $", {calibration.Count:n0} held out of training to calibrate the confidence" : "")
            + (data.PrivateTest is { } test ? $", {test.Count:n0} test (unused)" : "")),
        ("Left out", data.WithoutEmotion == 0 ? "none"
            : $"{data.WithoutEmotion:n0} training rows in which people saw none of the seven emotions"),
        ("SHA-256", data.Sha256),
        ("Blank images", data.BlankImages == 0 ? "none"
            : $"{data.BlankImages:n0} of a single grey value, not removed"),
        ("Bad rows", data.BadRows.Count == 0 ? "none" : $"{data.BadRows.Count:n0}, skipped"));

    /// <summary>Why rows were skipped; empty if none was.</summary>
    public static string BadRows(Dataset data)
    {
        if (data.BadRows.Count == 0)
        {
            return "";
        }

        var rows = string.Concat(data.BadRows.Take(BadRowsShown).Select(row => $"<li>{Html.Text(row)}</li>"));
        var more = data.BadRows.Count - BadRowsShown;
        var rest = more > 0 ? $"<li>and {more:n0} more</li>" : "";
        return $"<details><summary>Bad rows</summary><ul class=\"rows\">{rows}{rest}</ul></details>";
    }

    /// <summary>All options; those that differ from <paramref name="defaults"/> are highlighted.</summary>
    public static string Options(TrainingOptions options, TrainingOptions defaults)
    {
        var rows = typeof(TrainingOptions).GetProperties().Select(property =>
        {
            var (value, usual) = (property.GetValue(options), property.GetValue(defaults));
            var text = Html.Text(value is bool flag ? (flag ? "yes" : "no") : $"{value}");
            var meaning = property.GetCustomAttribute<DescriptionAttribute>()?.Description;
            return $"""
                <tr{(Equals(value, usual) ? "" : " class=\"highlight\"")}><th scope="row">{Html.Text(property.Name)}</th>
                <td class="text">{text}</td>
                <td class="text muted wide">{Html.Text(meaning)}</td></tr>
                """;
        });
        return Table(
            """
            <th scope="col">Option</th><th scope="col" class="text">Value</th>
            <th scope="col" class="text wide">Meaning</th>
            """, rows, "dense");
    }

    /// <summary>Machine and library versions.</summary>
    public static string Machine(RunEnvironment machine) => Facts(
        ("Processor", $"{machine.Processor}, {machine.ProcessorCount} logical"),
        ("System", machine.OperatingSystem),
        (".NET", machine.DotNet),
        ("TorchSharp", $"{machine.TorchSharp} with libtorch {machine.Libtorch}"),
        ("ONNX Runtime", machine.OnnxRuntime));

    private static string TopConfusion(Metrics metrics, int actual)
    {
        var counts = metrics.Confusion[actual];
        var other = Enumerable.Range(0, counts.Count).Where(label => label != actual).MaxBy(label => counts[label]);
        var share = (double)counts[other] / Math.Max(1, counts.Sum());
        return counts[other] == 0 ? "–" : $"{Html.Text(metrics.Labels[other])}, {Html.Percent(share, 0)}";
    }

    private static string Table(string head, IEnumerable<string> rows, string style = "roomy") =>
        $"<table class=\"{style}\"><thead><tr>{head}</tr></thead><tbody>\n{string.Join('\n', rows)}\n</tbody></table>";

    private static string Facts(params (string Name, string Value)[] facts)
    {
        var rows = facts.Select(fact => $"<dt>{fact.Name}</dt><dd>{Html.Text(fact.Value)}</dd>");
        return $"<dl class=\"facts\">{string.Concat(rows)}</dl>";
    }
}
