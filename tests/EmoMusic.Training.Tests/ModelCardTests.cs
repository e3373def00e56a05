using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Training.Tests;

/// <summary>The model card matches the metrics of the served model.</summary>
public sealed class ModelCardTests
{
    private readonly string card = File.ReadAllText(Repository.At("serving/models/README.md"));
    private readonly JsonNode metrics = JsonNode.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")))!;

    [Fact]
    public void It_has_the_overall_metrics()
    {
        AssertContains($"| accuracy | **{Share("accuracy")}** ({metrics["interval"]![0]!.GetValue<double>():p1} "
            + $"to {metrics["interval"]![1]!.GetValue<double>():p1}) |");
        AssertContains($"| top-2 accuracy | {Share("top2")} |");
        AssertContains($"| macro accuracy (mean recall) | {Share("macroAccuracy")} |");
        AssertContains($"| calibration error (ECE, 15 bins) | {Share("ece")} |");
        AssertContains($"| log-loss | {metrics["logLoss"]!.GetValue<double>():f3} |");
        AssertContains($"| network | {metrics["network"]}, {metrics["parameters"]!.GetValue<int>():n0} parameters: ");
    }

    [Fact]
    public void It_has_the_metrics_of_each_emotion() => Assert.All(metrics["perClass"]!.AsObject(), each =>
    {
        var (recall, images) = (each.Value!["recall"]!.GetValue<double>(), each.Value["support"]!.GetValue<int>());
        var interval = Interval.Wilson(recall, images);
        AssertContains($"| {each.Key} | {images} | {recall:p1} ({interval.Low:p1} to {interval.High:p1}) | "
            + $"{each.Value["precision"]!.GetValue<double>():p1} |");
    });

    [Fact]
    public void It_has_the_confusion_matrix()
    {
        var labels = metrics["labels"]!.AsArray().Select(label => label!.GetValue<string>()).ToList();
        Assert.All(labels.Zip(metrics["confusion"]!.AsArray()), row => AssertContains(
            $"| {row.First} | {string.Join(" | ", labels.Zip(row.Second!.AsArray(), (label, count) =>
                label == row.First ? $"**{count}**" : $"{count}"))} |"));
    }

    [Fact]
    public void The_run_in_the_same_folder_is_that_of_the_model()
    {
        var run = PretrainedWeights.Open(Repository.At("serving/models/run"));

        Assert.Equal(metrics["network"]!.GetValue<string>(), run.Network);
        Assert.Equal(metrics["bestEpoch"]!.GetValue<int>(), run.Best.Epoch.Epoch);
        Assert.Equal(metrics["accuracy"]!.GetValue<double>(), run.Best.Epoch.ValidationAccuracy, tolerance: 0.001);
        AssertContains($"epoch {metrics["bestEpoch"]} of {metrics["epochs"]}");
    }

    private string Share(string name) => metrics[name]!.GetValue<double>().ToString("p1");

    private void AssertContains(string text) => Assert.Contains(text, card, StringComparison.Ordinal);
}
