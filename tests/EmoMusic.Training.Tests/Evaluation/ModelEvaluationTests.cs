using System.Text.Json.Nodes;
using EmoMusic.Training.Evaluation;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Evaluation;

public sealed class ModelEvaluationTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("emomusic-").FullName;
    private readonly TestConsole console = new();

    public void Dispose()
    {
        console.Dispose();
        Directory.Delete(folder, recursive: true);
    }

    [Fact]
    public void The_last_line_is_one_JSON_object_that_starts_with_the_documented_keys()
    {
        var metrics = Evaluate();

        var json = JsonNode.Parse(console.Lines[^1])!.AsObject();

        Assert.Equal(
            ["accuracy", "macroAccuracy", "logLoss", "ece", "rows", "usage", "perClass", "confusion"],
            json.Select(entry => entry.Key).Take(8));
        Assert.Equal(metrics.Accuracy, json["accuracy"]!.GetValue<double>(), 1e-6);
        Assert.Equal(metrics.MacroAccuracy, json["macroAccuracy"]!.GetValue<double>(), 1e-6);
        Assert.Equal(metrics.LogLoss, json["logLoss"]!.GetValue<double>(), 1e-6);
        Assert.Equal(metrics.Calibration.Error, json["ece"]!.GetValue<double>(), 1e-6);
        Assert.Equal(40, json["rows"]!.GetValue<int>());
        Assert.Equal("PublicTest", json["usage"]!.GetValue<string>());
        Assert.Equal(metrics.Labels, json["perClass"]!.AsObject().Select(entry => entry.Key));
        var happy = json["perClass"]!["happy"]!.AsObject();
        Assert.Equal(["precision", "recall", "f1", "support"], happy.Select(entry => entry.Key));
        Assert.Equal(metrics.Classes[3].Recall, happy["recall"]!.GetValue<double>(), 1e-6);
        var confusion = json["confusion"]!.AsArray().Select(row => row!.AsArray().GetValues<int>().ToList());
        Assert.Equal(metrics.Confusion, confusion);
    }

    [Fact]
    public void The_tables_fit_80_columns_and_show_the_interval_every_class_and_both_speeds()
    {
        var metrics = Evaluate();

        var tables = console.Lines.SkipLast(1).ToList();
        var text = string.Join('\n', tables);

        Assert.All(tables, line => Assert.InRange(line.Length, 0, 80));
        Assert.Contains($"95 % interval {metrics.Interval.Low:p1} to {metrics.Interval.High:p1}", text);
        Assert.All(metrics.Classes, one => Assert.Contains(
            tables,
            line => new[] { one.Label, $"{one.Precision:p1}", $"{one.F1:p1}" }.All(line.Contains)));
        Assert.Matches(@"ML\.NET: [\d,]+ images/s", text);
        Assert.Matches(@"ONNX Runtime: [\d,]+ images/s, 256 at a time", text);
    }

    private Metrics Evaluate()
    {
        using var images = Samples.Images(40);
        return ModelEvaluation.Run(
            new OnnxModel().WriteTo(Path.Combine(folder, "model.onnx")), images, "PublicTest", robustness: false, console);
    }
}
