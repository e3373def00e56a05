using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Training.Tests;

/// <summary>The model card matches the metrics of the served model.</summary>
public sealed class ModelCardTests
{
    private readonly string card = File.ReadAllText(Repository.At("serving/models/README.md"));
    private readonly JsonNode metrics = JsonNode.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")))!;

    private JsonNode People => metrics["agreement"]!;

    [Fact]
    public void It_has_the_overall_metrics_of_both_exams()
    {
        AssertContains($"| | people's majority, {People["rows"]!.GetValue<int>():n0} images "
            + $"| FER-2013's label, {metrics["rows"]!.GetValue<int>():n0} images |");
        AssertContains($"| accuracy | **{Share(People, "accuracy")}** {IntervalOf(People)} "
            + $"| **{Share(metrics, "accuracy")}** {IntervalOf(metrics)} |");
        AssertContains($"| top-2 accuracy | {Share(People, "top2")} | {Share(metrics, "top2")} |");
        AssertContains(
            $"| macro accuracy (mean recall) | {Share(People, "macroAccuracy")} | {Share(metrics, "macroAccuracy")} |");
        AssertContains($"| calibration error (ECE, 15 bins) | {Share(People, "ece")} | {Share(metrics, "ece")} |");
        AssertContains($"| log-loss | {Number(People, "logLoss"):f3} | {Number(metrics, "logLoss"):f3} |");
        AssertContains($"| log-loss against the votes' distribution | {Number(People, "votesLogLoss"):f3} | |");
        AssertContains($"| network | {metrics["network"]}, {metrics["parameters"]!.GetValue<int>():n0} parameters: ");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_the_metrics_of_each_emotion(bool byPeople) => Assert.All(
        (byPeople ? People : metrics)["perClass"]!.AsObject(), each =>
        {
            var (recall, images) = (Number(each.Value!, "recall"), each.Value!["support"]!.GetValue<int>());
            var interval = Interval.Wilson(recall, images);
            AssertContains($"| {each.Key} | {images} | {recall:p1} ({interval.Low:p1} to {interval.High:p1}) | "
                + $"{Share(each.Value!, "precision")} |");
        });

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void It_has_the_confusion_matrix(bool byPeople)
    {
        var exam = byPeople ? People : metrics;
        var labels = exam["labels"]!.AsArray().Select(label => label!.GetValue<string>()).ToList();
        Assert.All(labels.Zip(exam["confusion"]!.AsArray()), row => AssertContains(
            $"| {row.First} | {string.Join(" | ", labels.Zip(row.Second!.AsArray(), (label, count) =>
                label == row.First ? $"**{count}**" : $"{count}"))} |"));
    }

    [Fact]
    public void The_run_in_the_same_folder_is_that_of_the_model()
    {
        var run = PretrainedWeights.Open(Repository.At("serving/models/run"));

        Assert.Equal(metrics["network"]!.GetValue<string>(), run.Network);
        Assert.Equal(metrics["bestEpoch"]!.GetValue<int>(), run.Best.Epoch.Epoch);
        Assert.Equal(Number(People, "accuracy"), run.Best.Epoch.Agreement!.Value, tolerance: 0.02); // before logit adjustment
        AssertContains($"epoch {metrics["bestEpoch"]} of {metrics["epochs"]}");
    }

    private static double Number(JsonNode exam, string name) => exam[name]!.GetValue<double>();

    private static string Share(JsonNode exam, string name) => Number(exam, name).ToString("p1");

    private static string IntervalOf(JsonNode exam) =>
        $"({exam["interval"]![0]!.GetValue<double>():p1} to {exam["interval"]![1]!.GetValue<double>():p1})";

    private void AssertContains(string text) => Assert.Contains(text, card, StringComparison.Ordinal);
}
