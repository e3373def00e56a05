using System.Text.RegularExpressions;
using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Reports;

/// <summary>Fills report.html, which is self-contained: images as data URLs, no links, no scripts.</summary>
public static partial class ReportPage
{
    private const int MistakesShown = 12;

    /// <summary>Renders the page.</summary>
    /// <param name="report">Content of the report.</param>
    /// <param name="charts">PNG by file name, such as confusion.png.</param>
    public static string Render(RunReport report, IReadOnlyDictionary<string, byte[]> charts)
    {
        var metrics = report.Metrics;
        var majority = metrics.Classes.MaxBy(one => one.Support)!;
        var mistakes = Mistake.MostConfident(report, MistakesShown);
        var values = new Dictionary<string, string>
        {
            ["title"] = Html.Text($"{report.Network}: {metrics.Accuracy:p1} accuracy on {report.Usage}"),
            ["synthetic"] = report.Data.IsSynthetic ? ReportText.Synthetic : "",
            ["created"] = $"{report.Created:d MMMM yyyy, HH:mm}",
            ["network"] = Html.Text(report.Network),
            ["usage"] = Html.Text(report.Usage),
            ["accuracy"] = Html.Percent(metrics.Accuracy),
            ["low"] = Html.Percent(metrics.Interval.Low),
            ["high"] = Html.Percent(metrics.Interval.High),
            ["rows"] = $"{metrics.Rows:n0}",
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
            ["classes"] = ReportTables.Classes(metrics),
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
        };
        foreach (var (name, png) in charts)
        {
            values[name] = Html.Png(png);
        }

        // In one pass, so that values that look like placeholders are not replaced.
        return Placeholder().Replace(Template(), match => values[match.Groups[1].Value]);
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

    private static string Template()
    {
        var name = $"{typeof(ReportPage).Namespace}.report.html";
        using var stream = typeof(ReportPage).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing; rebuild the program");
        return new StreamReader(stream).ReadToEnd();
    }

    [GeneratedRegex(@"<img class=""face""[^>]*>\s*")]
    private static partial Regex Face();

    [GeneratedRegex(@"\{\{([\w.]+)\}\}")]
    private static partial Regex Placeholder();
}
