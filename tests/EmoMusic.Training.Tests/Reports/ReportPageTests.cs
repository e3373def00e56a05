using System.Text.RegularExpressions;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Reports;

namespace EmoMusic.Training.Tests.Reports;

public sealed class ReportPageTests
{
    [Fact]
    public void All_values_are_encoded()
    {
        var report = SomeRun.Report(network: "<b>&\"{{accuracy}}") with
        {
            Usage = "<i>",
            Command = "<script>alert(1)</script>",
        };

        var page = ReportPage.Render(report);

        Assert.Contains("<h1>“&lt;b&gt;&amp;&quot;{{accuracy}}”: <b>", page);
        Assert.Contains("&lt;i&gt; images", page);
        Assert.Contains("<pre>&lt;script&gt;alert(1)&lt;/script&gt;</pre>", page);
        Assert.Single(Regex.Matches(page, "<script>")); // its own
    }

    [Fact]
    public void All_placeholders_are_filled()
    {
        Assert.DoesNotContain("{{", ReportPage.Render(SomeRun.Report()));
    }

    [Fact]
    public void A_trial_run_starts_with_a_notice_and_how_to_get_the_real_data()
    {
        var synthetic = ReportPage.Render(SomeRun.Report(synthetic: true));
        var real = ReportPage.Render(SomeRun.Report());

        Assert.Contains("A trial run on synthetic faces.", synthetic.Split("<h1>")[0]);
        Assert.Contains("FER-2013 from Kaggle", synthetic);
        Assert.DoesNotContain("synthetic faces", real);
    }

    [Fact]
    public void Mistakes_are_misclassified_and_sorted_by_confidence()
    {
        var report = SomeRun.Report();

        var mistakes = Mistake.MostConfident(Exam.Of(report)[0], 12);

        Assert.Equal(12, mistakes.Count);
        Assert.Equal(mistakes.OrderByDescending(mistake => mistake.Confidence), mistakes);
        Assert.All(mistakes, mistake =>
        {
            var scores = report.Probabilities.AsSpan(mistake.Image * 7, 7);
            var label = (int)report.Data.Validation.Labels[mistake.Image].item<long>();
            Assert.Equal(Emotions.Names[label], mistake.Actual);
            Assert.Equal(scores[label], mistake.ActualProbability);
            Assert.NotEqual(mistake.Actual, mistake.Predicted);
            Assert.Equal(Emotions.Names[Metrics.ArgMax(scores)], mistake.Predicted);
        });
        var least = mistakes[^1].Confidence;
        Assert.Equal(12, Mistake.MostConfident(Exam.Of(report)[0], 300).Count(mistake => mistake.Confidence >= least));
    }

    [Fact]
    public void With_votes_mistakes_are_what_most_people_see_otherwise()
    {
        var report = SomeRun.ReportWithVotes();
        var wrong = report.Agreement!.Rows - report.Agreement.Labels.Select((_, i) => report.Agreement.Confusion[i][i]).Sum();

        var mistakes = Mistake.MostConfident(Exam.Of(report)[^1], 12);

        Assert.All(mistakes, mistake =>
        {
            var votes = report.Data.Validation.Votes![mistake.Image].data<float>().ToArray();
            Assert.InRange(votes[Array.IndexOf([.. Emotions.Names], mistake.Actual)], 0.5001f, 1);
            Assert.NotEqual(mistake.Actual, mistake.Predicted);
        });
        Assert.Contains(
            $"Out of {Html.Count(wrong, "mistake")}. The first word is what most of ten people see, the second the prediction.",
            ReportPage.Render(report));
    }

    [Fact]
    public void The_redistributable_page_lacks_only_the_faces()
    {
        var page = ReportPage.Render(SomeRun.Report());

        var without = ReportPage.WithoutFaces(page);

        Assert.Equal(12, Regex.Count(page, "<img"));
        Assert.Equal(0, Regex.Count(without, "<img"));
        Assert.Equal(Regex.Count(page, "<svg"), Regex.Count(without, "<svg"));
        Assert.Equal(12, Regex.Count(without, "<li>\\s*<span>"));
        Assert.Contains("they may not be redistributed", without);
        Assert.Equal(without, ReportPage.WithoutFaces(without));
    }

    [Fact]
    public void Mistakes_use_the_models_order_of_labels()
    {
        var report = SomeRun.Report(validation: 20);
        var turned = report with
        {
            Metrics = report.Metrics with { Labels = [.. Emotions.Names.Reverse()] },
            Probabilities = [.. report.Probabilities.Chunk(7).SelectMany(row => row.Reverse())],
        };

        Assert.Equal(Mistake.MostConfident(Exam.Of(report)[0], 12), Mistake.MostConfident(Exam.Of(turned)[0], 12));
    }

    [Fact]
    public void A_run_without_mistakes_has_none_to_show()
    {
        var report = SomeRun.Report(validation: 20);
        var labels = report.Data.Validation.Labels.data<long>().Select(label => (int)label).ToArray();
        float[] perfect = [.. labels.SelectMany(label => Enumerable.Range(0, 7).Select(i => i == label ? 1f : 0f))];

        var page = ReportPage.Render(
            report with { Probabilities = perfect, Metrics = Metrics.Of(perfect, labels, Emotions.Names) });

        Assert.Contains("There are no mistakes.", page);
        Assert.Contains("There are no confusions.", page);
        Assert.DoesNotContain("<li>", page.Split("</details>")[0]);
    }

    [Theory]
    [InlineData(9.44, "9.4\u00a0s")]
    [InlineData(142, "2\u00a0min 22\u00a0s")]
    [InlineData(90_000, "25\u00a0h 0\u00a0min")]
    public void Durations_have_at_most_two_units(double seconds, string text)
    {
        Assert.Equal(text, Html.Duration(TimeSpan.FromSeconds(seconds)));
    }

    [Fact]
    public void The_environment_has_the_versions_of_the_loaded_libraries()
    {
        var machine = RunEnvironment.Current();

        Assert.Equal(Environment.ProcessorCount, machine.ProcessorCount);
        Assert.Equal(Environment.Version.ToString(), machine.DotNet);
        Assert.Equal("0.107.0", machine.TorchSharp);
        Assert.StartsWith("2.10.0", machine.Libtorch);
        Assert.Equal("1.31.1", machine.OnnxRuntime);
        Assert.NotEqual("", machine.OperatingSystem.Trim());
        Assert.NotEqual("", machine.Processor.Trim());
    }
}
