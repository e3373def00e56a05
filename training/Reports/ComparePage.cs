using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports.Svg;

namespace EmoMusic.Training.Reports;

/// <summary>Fills compare.html: several runs in one table and one chart, with the options that differ.</summary>
public static class ComparePage
{
    private const int Colors = 7;

    /// <summary>Renders the page.</summary>
    /// <param name="runs">At least one.</param>
    public static string Render(IReadOnlyList<ComparedRun> runs) => ReportPage.Fill("compare.html", new()
    {
        ["count"] = Html.Count(runs.Count, "run"),
        ["table"] = Table(runs),
        ["by"] = runs.All(run => run.ByMajority is not null) ? "the clear majority of ten people" : "FER-2013’s label",
        ["chart"] = Chart(runs),
        ["options"] = Options(runs),
    });

    private static string Table(IReadOnlyList<ComparedRun> runs)
    {
        var best = runs.MaxBy(run => (run.ByMajority ?? run.ByLabel).Accuracy);
        var rows = runs.Select(run => $"""
            <tr{(run == best ? " class=\"highlight\"" : "")}><th scope="row">{Html.Text(run.Name)}</th>
            <td>{run.Parameters:n0}</td><td>{run.History.Count} of {run.Options.Epochs}</td>
            <td>{Html.Duration(TimeSpan.FromSeconds(run.TrainingSeconds))}</td>
            {Cells(run.ByLabel)}{Cells(run.ByMajority)}</tr>
            """);
        return $"""
            <table class="roomy"><thead>
            <tr><th colspan="4"></th><th scope="colgroup" colspan="3">By FER-2013’s label</th>
            <th scope="colgroup" colspan="3">By the clear majority</th></tr>
            <tr><th scope="col">Run</th><th scope="col">Parameters</th><th scope="col">Epochs</th><th scope="col">Time</th>
            <th scope="col">Accuracy</th><th scope="col">Macro</th><th scope="col">ECE</th>
            <th scope="col">Accuracy</th><th scope="col">Macro</th><th scope="col">ECE</th></tr></thead><tbody>
            {string.Join('\n', rows)}
            </tbody></table>
            """;
    }

    private static string Cells(ComparedRun.Scores? scores)
    {
        if (scores is null)
        {
            return "<td>–</td><td>–</td><td>–</td>";
        }

        var (low, high) = Interval.Wilson(scores.Accuracy, scores.Rows);
        return $"<td title=\"95 % interval {low:p1} to {high:p1}, {scores.Rows:n0} images\">{Html.Percent(scores.Accuracy)}</td>"
            + $"<td>{Html.Percent(scores.MacroAccuracy)}</td><td>{Html.Percent(scores.CalibrationError)}</td>";
    }

    private static string Chart(IReadOnlyList<ComparedRun> runs)
    {
        var byMajority = runs.All(run => run.ByMajority is not null);
        double Score(EpochRecord epoch) => byMajority && epoch.Agreement is { } agreement ? agreement : epoch.ValidationAccuracy;
        var lines = runs.Select((run, index) => new PlotLine(
            $"run {index + 1}", ExamCharts.Color(index % Colors),
            [.. run.History.Select(epoch => new PlotPoint(
                epoch.Epoch, Score(epoch),
                $"{(index == 0 ? $"epoch {epoch.Epoch}\n" : "")}run {index + 1} {Score(epoch):p1}"))])).ToList();
        var legend = runs.Select((run, index) =>
            $"<li><i style=\"--color:{ExamCharts.Color(index % Colors)}\"></i>run {index + 1}: {Html.Text(run.Name)}</li>");
        var plot = LinePlot.Draw(
            "Validation accuracy of each run by epoch", PlotAxis.Epochs(runs.Max(run => run.History[^1].Epoch)),
            PlotAxis.Shares("accuracy", runs.SelectMany(run => run.History).Select(Score)), lines, shared: true);
        return $"{plot}<ul class=\"legend\">{string.Concat(legend)}</ul>";
    }

    // Only those that are not the same in all runs.
    private static string Options(IReadOnlyList<ComparedRun> runs)
    {
        var rows = from property in typeof(TrainingOptions).GetProperties()
                   let values = runs.Select(run => $"{property.GetValue(run.Options)}").ToList()
                   where values.Distinct().Count() > 1
                   select $"<tr><th scope=\"row\">{property.Name}</th>"
                       + string.Concat(values.Select(value => $"<td>{Html.Text(value)}</td>")) + "</tr>";
        var heads = string.Concat(runs.Select((_, index) => $"<th scope=\"col\">run {index + 1}</th>"));
        var body = string.Join('\n', rows);
        return body.Length == 0 ? "<p>All options are the same.</p>" : $"""
            <table class="dense"><thead><tr><th scope="col">Option</th>{heads}</tr></thead><tbody>
            {body}
            </tbody></table>
            """;
    }
}
