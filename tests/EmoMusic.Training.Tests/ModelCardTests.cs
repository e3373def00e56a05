using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Runs;

namespace EmoMusic.Training.Tests;

/// <summary>The model card's figures are those of the served model.</summary>
public sealed class ModelCardTests
{
    private readonly string card = File.ReadAllText(Repository.At("serving/models/README.md"));
    private readonly JsonNode metrics = JsonNode.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")))!;

    [Fact]
    public void It_says_how_good_the_model_is()
    {
        AssertSays($"| accuracy | **{Share("accuracy")}** ({metrics["interval"]![0]!.GetValue<double>():p1} "
            + $"to {metrics["interval"]![1]!.GetValue<double>():p1}) |");
        AssertSays($"| right among its first two | {Share("top2")} |");
        AssertSays($"| mean recall of the seven | {Share("macroAccuracy")} |");
        AssertSays($"| calibration error (ECE, 15 bins) | {Share("ece")} |");
        AssertSays($"| log-loss | {metrics["logLoss"]!.GetValue<double>():f3} |");
        AssertSays($"| network | {metrics["network"]}, {metrics["parameters"]!.GetValue<int>():n0} parameters: ");
    }

    [Fact]
    public void It_says_so_of_each_emotion() => Assert.All(metrics["perClass"]!.AsObject(), each =>
    {
        var (recall, images) = (each.Value!["recall"]!.GetValue<double>(), each.Value["support"]!.GetValue<int>());
        var interval = Interval.Wilson(recall, images);
        AssertSays($"| {each.Key} | {images} | {recall:p1} ({interval.Low:p1} to {interval.High:p1}) | "
            + $"{each.Value["precision"]!.GetValue<double>():p1} |");
    });

    [Fact]
    public void Its_confusion_matrix_is_the_measured_one()
    {
        var labels = metrics["labels"]!.AsArray().Select(label => label!.GetValue<string>()).ToList();
        Assert.All(labels.Zip(metrics["confusion"]!.AsArray()), row => AssertSays(
            $"| {row.First} | {string.Join(" | ", labels.Zip(row.Second!.AsArray(), (label, count) =>
                label == row.First ? $"**{count}**" : $"{count}"))} |"));
    }

    [Fact]
    public void The_run_beside_it_is_the_one_that_the_model_came_from()
    {
        var run = PretrainedWeights.Open(Repository.At("serving/models/run"));

        Assert.Equal(metrics["network"]!.GetValue<string>(), run.Network);
        Assert.Equal(metrics["bestEpoch"]!.GetValue<int>(), run.Best.Epoch.Epoch);
        Assert.Equal(metrics["accuracy"]!.GetValue<double>(), run.Best.Epoch.ValidationAccuracy, tolerance: 0.001);
        AssertSays($"epoch {metrics["bestEpoch"]} of {metrics["epochs"]}");
    }

    private string Share(string name) => metrics[name]!.GetValue<double>().ToString("p1");

    private void AssertSays(string text) => Assert.Contains(text, card, StringComparison.Ordinal);
}
