using System.Text.Json;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using EmoMusic.Training.Reports.Svg;

namespace EmoMusic.Training.Tests.Reports;

public sealed class InteractiveChartTests
{
    [Fact]
    public void A_model_that_is_hardly_sure_of_anything_is_reported()
    {
        var report = SomeRun.Report(validation: 20);
        var labels = report.Data.Validation.Labels.data<long>().Select(label => (int)label).ToArray();
        float[] uniform = [.. Enumerable.Repeat(1 / 7f, 20 * 7)];

        var page = ReportPage.Render(
            report with { Probabilities = uniform, Metrics = Metrics.Of(uniform, labels, Emotions.Names) });

        Assert.Contains("it answers for 100.0\u00a0% of the faces", page);
    }

    [Fact]
    public void Every_number_of_a_heat_map_can_be_read_on_its_cell() =>
        Assert.All(Enumerable.Range(0, 101), percent =>
        {
            var (fill, text) = HeatMap.Colors(percent / 100.0);
            Assert.InRange(Palette.Contrast(fill, text), 4.5, 21);
        });

    [Fact]
    public void The_contrast_of_black_and_white_is_21() =>
        Assert.Equal(21, Palette.Contrast(ScottPlot.Colors.Black, ScottPlot.Colors.White), 6);

    [Fact]
    public void With_votes_the_page_has_both_exams_the_curves_of_each_emotion_and_both_label_sets()
    {
        var report = SomeRun.ReportWithVotes();

        var page = ReportPage.Render(report);

        foreach (var (name, rows) in new[] { ("FER-2013’s label", 300), ("the clear majority of ten people", report.Agreement!.Rows) })
        {
            Assert.Equal(3, Regex.Count(page, $"<figcaption>By {name}, {rows} images</figcaption>"));
        }

        string[] charts =
        [
            "Confusion matrix by FER-2013’s label", "Confusion matrix by the clear majority of ten people",
            "Recall of each emotion by epoch", "Accuracy by coverage when only sure answers are given",
            "Training images by FER-2013&#39;s label and by the clear majority of annotators",
        ];
        Assert.All(charts, chart => Assert.Contains($"aria-label=\"{chart}\"", page));
        Assert.Equal(12, Regex.Count(page, "<svg"));
        Assert.Contains($"<b>{Html.Percent(report.Agreement.Accuracy)}</b> agreement with people</h1>", page);
        Assert.Contains($"By FER-2013’s own label it is right in {Html.Percent(report.Metrics.Accuracy)} of all", page);
        Assert.Contains("5 training rows in which people saw none of the seven emotions", page);
        var sets = LabelSets.Of(report.Data.Training)!;
        Assert.Equal((1920, 0.875), (sets.Clear, sets.Agreement)); // a fifth of 2,400 is unclear; 240 of the rest disagree
        Assert.Contains("agrees with it in 87.5\u00a0% of them", page);
    }

    [Fact]
    public void Charts_are_well_formed_and_each_mark_has_a_tooltip()
    {
        var page = ReportPage.Render(SomeRun.ReportWithVotes());

        Assert.All(Regex.Matches(page, "<svg.*?</svg>", RegexOptions.Singleline), match =>
        {
            var svg = XDocument.Parse(match.Value);
            var marks = svg.Descendants().Where(one => one.Attribute("class")?.Value == "mark").ToList();
            Assert.NotEmpty(marks);
            Assert.All(marks, mark => Assert.InRange(Assert.Single(mark.Elements("title")).Value.Length, 8, 400));
            Assert.DoesNotMatch("NaN|Infinity|∞", match.Value);
        });
    }

    [Fact]
    public void Average_precision_is_that_of_scikit_learn()
    {
        float[] probabilities = [0.9f, 0.1f, 0.8f, 0.2f, 0.7f, 0.3f, 0.4f, 0.6f];
        int[] actual = [0, 1, 0, 1];

        var (average, points) = Exam(probabilities, actual).PrecisionRecall(0);

        Assert.Equal(5 / 6.0, average, 6); // average_precision_score([1, 0, 1, 0], [.9, .8, .7, .4])
        Assert.Equal((0.5, 1.0), (points[0].Recall, points[0].Precision));
        Assert.Equal((1.0, 0.5), (points[^1].Recall, points[^1].Precision));
    }

    [Fact]
    public void The_threshold_view_counts_only_the_sure_answers()
    {
        float[] probabilities = [0.9f, 0.1f, 0.2f, 0.8f, 0.7f, 0.3f, 0.45f, 0.55f];

        var points = Exam(probabilities, [0, 0, 0, 1]).Thresholds();

        Assert.Equal((1.0, 0.75), At(0.5));
        Assert.Equal((0.75, 2 / 3.0), At(0.6));
        Assert.Equal((0.25, 1.0), At(0.85));
        Assert.InRange(points[^1].Threshold, 0.85, 0.9001); // nobody is surer

        (double, double) At(double threshold)
        {
            var point = points.Single(point => Math.Abs(point.Threshold - threshold) < 1e-6);
            return (point.Coverage, point.Accuracy);
        }
    }

    [Fact]
    public void The_slider_tells_what_the_thresholds_cost()
    {
        var exam = Exam([0.9f, 0.1f, 0.2f, 0.8f], [0, 0]);

        var texts = Regex.Match(ReportTables.ThresholdSlider(exam), "data-texts=\"([^\"]+)\"").Groups[1].Value;

        var all = JsonSerializer.Deserialize<string[]>(System.Net.WebUtility.HtmlDecode(texts))!;
        Assert.Equal(exam.Thresholds().Count, all.Length);
        Assert.Equal("at least 85 % sure: 50.0 % of the faces answered, 100.0 % of the answers right", all[14]);
    }

    [Theory]
    [InlineData(0, 12, "12 epochs in")]
    [InlineData(0, 20, "12 of 20\u00a0epochs (it was stopped before the last, and --resume continues it) in")]
    [InlineData(1, 20, "12 of 20\u00a0epochs (early stopping: none of the last ")]
    public void Fewer_epochs_than_planned_are_explained(int patience, int planned, string expected)
    {
        var report = SomeRun.Report();
        report = report with
        {
            Options = report.Options with { Epochs = planned, Patience = patience },
            History = [.. report.History.Select(epoch => epoch.Epoch > 9 ? epoch with { ValidationAccuracy = 0.1 } : epoch)],
        };

        Assert.Contains($"for {expected}".Replace("12 epochs", "12\u00a0epochs"), ReportText.Summary(report));
    }

    [Fact]
    public void Rows_that_are_held_out_are_explained()
    {
        var report = SomeRun.Report();
        report = report with
        {
            Usage = "held-out",
            Data = report.Data with { CalibrationSet = Samples.Images(21) },
        };

        Assert.Contains("21 held out of training to calibrate the confidence", ReportTables.DataFacts(report.Data));
        Assert.StartsWith(
            "The data has no Usage column, so a fifth of the rows of each emotion, drawn with the seed, was held out of training. ",
            ReportText.Data(report));
    }

    [Fact]
    public void A_run_without_recorded_recalls_is_reported()
    {
        var report = SomeRun.Report();

        Assert.Equal("", ReportTables.Recalls(report));
        Assert.DoesNotContain("Recall of each emotion", ReportPage.Render(report));
    }

    [Fact]
    public void Recalls_survive_a_checkpoint()
    {
        var recalls = new ClassRecalls([0.5, null, 1, 0, 0.25, 1, 1]);

        Assert.Equal(recalls, JsonSerializer.Deserialize<ClassRecalls>(JsonSerializer.Serialize(recalls)));
    }

    private static Exam Exam(float[] probabilities, int[] actual)
    {
        string[] labels = ["yes", "no"];
        return new Exam("test", Metrics.Of(probabilities, actual, labels), probabilities, actual, [.. Enumerable.Range(0, actual.Length)]);
    }
}
