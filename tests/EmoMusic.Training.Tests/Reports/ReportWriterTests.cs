using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmoMusic.Training.Evaluation;
using SkiaSharp;

namespace EmoMusic.Training.Tests.Reports;

public sealed class ReportWriterTests(WrittenReport written) : IClassFixture<WrittenReport>
{
    [Fact]
    public void It_writes_five_charts_the_metrics_and_the_page()
    {
        Assert.Equal(
            [
                "accuracy.png", "confusion.png", "distribution.png", "loss.png", "metrics.json", "reliability.png",
                "report.html",
            ],
            Directory.GetFiles(written.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Charts_have_twice_the_pixels()
    {
        Assert.All(Directory.GetFiles(written.Folder, "*.png"), file =>
        {
            using var image = SKBitmap.Decode(file);
            Assert.Equal(1440, image.Width);
            Assert.InRange(image.Height, 860, 1280);
        });
    }

    [Fact]
    public void The_metrics_file_has_the_output_of_evaluate_and_the_run()
    {
        var json = JsonNode.Parse(File.ReadAllText(Path.Combine(written.Folder, "metrics.json")))!.AsObject();
        var evaluated = MetricsJson.Of(written.Report.Metrics, "PublicTest");

        Assert.All(evaluated, entry => Assert.True(JsonNode.DeepEquals(entry.Value, json[entry.Key]), entry.Key));
        Assert.Equal("original", json["network"]!.GetValue<string>());
        Assert.Equal("2026-11-22T18:30:00.0000000+00:00", json["created"]!.GetValue<string>());
        Assert.Equal(written.Report.Data.Sha256, json["dataset"]!["sha256"]!.GetValue<string>());
        Assert.Equal(written.Report.Data.Rows, json["dataset"]!["rows"]!.GetValue<int>());
        Assert.Equal(written.Report.Best.Epoch, json["bestEpoch"]!.GetValue<int>());
    }

    [Fact]
    public void The_page_is_self_contained()
    {
        Assert.Single(Regex.Matches(written.Page, "(?i)<script"));
        Assert.DoesNotMatch(@"(?i)<script[^>]|<link|<iframe|@import|\bhttps?://|\bon\w+\s*=\s*""", written.Page);
        Assert.All(
            Regex.Matches(written.Page.Split("<script>")[0], @"\b(?:src|href|srcset|url)\s*[=(]\s*[""']?([^""')\s]{0,40})"),
            use => Assert.StartsWith("data:image/png;base64,", use.Groups[1].Value));
    }

    [Fact]
    public void Images_and_charts_of_the_page_have_alternative_text()
    {
        const int Charts = 7; // confusion, precision and recall, thresholds, accuracy, loss, reliability, distribution

        Assert.Equal(12, Regex.Count(written.Page, @"<img [^>]*alt=""[^""]{10,}"""));
        Assert.Equal(12, Regex.Count(written.Page, "<img"));
        Assert.Equal(Charts, Regex.Count(written.Page, @"<svg [^>]*aria-label=""[^""]{10,}"""));
        Assert.Equal(Charts, Regex.Count(written.Page, "<svg"));
    }

    [Fact]
    public void The_headline_is_the_accuracy_with_its_interval()
    {
        var metrics = written.Report.Metrics;

        Assert.Matches($"<h1>“original”: <b>{Spaced(metrics.Accuracy)}</b> accuracy</h1>", written.Page);
        Assert.Matches(
            $"interval is {Spaced(metrics.Interval.Low)} to {Spaced(metrics.Interval.High)}, on 300 PublicTest images",
            written.Page);
    }

    [Fact]
    public void The_page_has_a_row_per_class_epoch_and_option()
    {
        var rows = Regex.Count(written.Page, @"<th scope=""row"">");

        Assert.Equal(7 + 12 + typeof(EmoMusic.Training.Learning.TrainingOptions).GetProperties().Length, rows);
        Assert.All(written.Report.Metrics.Classes, one => Assert.Matches(
            $@"<th scope=""row"">{one.Label}</th><td>{one.Support}</td>\s*<td>{Spaced(one.Precision)}</td>"
            + $@"<td>{Spaced(one.Recall)}</td>", written.Page));
    }

    [Fact]
    public void The_best_epoch_and_changed_options_are_highlighted()
    {
        var highlighted = Regex.Matches(written.Page, @"<tr class=""highlight""><th scope=""row"">(\w+)<")
            .Select(row => row.Groups[1].Value);

        // Threads differs from the default unless the machine has two processors.
        Assert.Equal(
            [$"{written.Report.Best.Epoch}", "Epochs", "HorizontalFlip"], highlighted.Where(name => name != "Threads"));
    }

    [Fact]
    public void The_page_has_command_machine_timings_blank_images_and_bad_rows()
    {
        string[] expected =
        [
            "dotnet run --project training -- --data fer2013.csv --network original --epochs 12 --horizontal-flip",
            "A processor, 2 logical", "Debian GNU/Linux 12", "0.107.0 with libtorch 2.10.0", "205 images per second",
            "2\u00a0min 22\u00a0s on average", "7 of a single grey value, not removed", "1, skipped",
            "fer2013.csv line 1203: found 2303 pixels, expected 2304", written.Report.Data.Sha256,
        ];

        Assert.All(expected, text => Assert.Contains(text, written.Page));
    }

    private static string Spaced(double share) => Regex.Escape($"{share:p1}".Replace(' ', '\u00a0'));
}
