using System.Text.RegularExpressions;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>Fills report.html, which is self-contained: charts as SVG, images as data URLs, one inline script, no links.</summary>
public static partial class ReportPage
{
    private const int MistakesShown = 12;

    /// <summary>Renders the page.</summary>
    /// <param name="report">Content of the report.</param>
    public static string Render(RunReport report)
    {
        var exams = Exam.Of(report);
        var metrics = report.Agreement ?? report.Metrics; // what it was trained for comes first
        var majority = metrics.Classes.MaxBy(one => one.Support)!;
        var mistakes = Mistake.MostConfident(exams[^1], MistakesShown);
        var values = new Dictionary<string, string>
        {
            ["title"] = Html.Text($"{report.Network}: {metrics.Accuracy:p1} {ReportText.Measure(report)} on {report.Usage}"),
            ["synthetic"] = report.Data.IsSynthetic ? ReportText.Synthetic : "",
            ["created"] = $"{report.Created:d MMMM yyyy, HH:mm}",
            ["network"] = Html.Text(report.Network),
            ["measure"] = ReportText.Measure(report),
            ["images"] = ReportText.Images(report),
            ["accuracy"] = Html.Percent(metrics.Accuracy),
            ["low"] = Html.Percent(metrics.Interval.Low),
            ["high"] = Html.Percent(metrics.Interval.High),
            ["summary"] = ReportText.Summary(report),
            ["macro"] = Html.Percent(metrics.MacroAccuracy),
            ["top2"] = Html.Percent(metrics.Top2),
            ["logLoss"] = $"{metrics.LogLoss:f3}",
            ["guessing"] = $"{Math.Log(metrics.Labels.Count):f3}",
            ["ece"] = Html.Percent(metrics.Calibration.Error),
            ["majority"] = Html.Text(majority.Label),
            ["majorityShare"] = Html.Percent((double)majority.Support / metrics.Rows),
            ["baselines"] = report.Baselines.Count == 0 ? "" : ReportTables.Baselines(report),
            ["confusionText"] = ReportText.Confusion(metrics),
            ["classes"] = ReportTables.Classes(report.Metrics),
            ["mistakesText"] = ReportText.Mistakes(report, mistakes.Count),
            ["mistakes"] = string.Join('\n', mistakes.Select(mistake => ReportTables.Mistake(report, mistake))),
            ["trainingText"] = ReportText.Training(report),
            ["epochs"] = ReportTables.Epochs(report),
            ["calibrationText"] = ReportText.Calibration(metrics),
            ["dataText"] = ReportText.Data(report),
            ["dataFacts"] = ReportTables.DataFacts(report.Data),
            ["badRows"] = ReportTables.BadRows(report.Data),
            ["command"] = Html.Text(report.Command),
            ["options"] = ReportTables.Options(report.Options, new TrainingOptions()),
            ["environment"] = ReportTables.Machine(report.Environment),
            ["byLabel"] = ReportText.ByLabel(report),
            ["agreementClasses"] = report.Agreement is null ? "" : ReportTables.AgreementClasses(report.Agreement),
            ["confusion"] = ReportTables.Figures(exams, ExamCharts.Confusion),
            ["precisionRecall"] = ReportTables.Figures(exams, ExamCharts.PrecisionRecall),
            ["reliability"] = ReportTables.Figures(exams, ExamCharts.Reliability),
            ["thresholdText"] = ReportText.Thresholds(exams[^1]),
            ["thresholds"] = ExamCharts.Thresholds(exams) + ReportTables.ThresholdSlider(exams[^1]),
            ["accuracyChart"] = RunCharts.Accuracy(report),
            ["lossChart"] = RunCharts.Loss(report),
            ["recalls"] = ReportTables.Recalls(report),
            ["distribution"] = RunCharts.Distribution(report.Data) + ReportTables.DistributionLegend(report.Data),
            ["labelSets"] = ReportTables.LabelSets(report),
        };
        return Fill("report.html", values);
    }

    /// <summary>Fills a page with its values, and the style and script of all pages.</summary>
    /// <param name="template">Name of the page.</param>
    /// <param name="values">Each placeholder's HTML.</param>
    internal static string Fill(string template, Dictionary<string, string> values)
    {
        values["style"] = Resource("report.css");
        values["script"] = Resource("charts.js");

        // In one pass, so that values that look like placeholders are not replaced.
        return Placeholder().Replace(Resource(template), match => values[match.Groups[1].Value]);
    }

    /// <summary>
    /// Removes the images of faces, which FER-2013's licence forbids redistributing. The captions of the mistakes
    /// stay.
    /// </summary>
    public static string WithoutFaces(string page)
    {
        const string Why =
            "<p class=\"muted\">The images are only in the run’s own report: they may not be redistributed.</p>";
        var without = Face().Replace(page, "");
        return without == page ? page : without.Replace("<ul class=\"mistakes\">", $"{Why}<ul class=\"mistakes\">");
    }

    private static string Resource(string file)
    {
        var name = $"{typeof(ReportPage).Namespace}.{file}";
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing; rebuild the program");
        return new StreamReader(stream).ReadToEnd();
    }

    [GeneratedRegex(@"<img class=""face""[^>]*>\s*")]
    private static partial Regex Face();

    [GeneratedRegex(@"\{\{([\w.]+)\}\}")]
    private static partial Regex Placeholder();
}
