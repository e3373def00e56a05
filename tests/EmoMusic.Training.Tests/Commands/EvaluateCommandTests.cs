using System.Text.Json.Nodes;

namespace EmoMusic.Training.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvaluateCommandTests() => File.WriteAllText(folder["fer2013.csv"], Samples.SmallCsv());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void A_trained_model_is_evaluated_and_the_last_line_is_JSON()
    {
        var trained = TrainingProgram.Run(
            folder.Path, "--data", "fer2013.csv", "--epochs", "1", "--threads", "1", "--output", "runs");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Errors));
        var run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        var exported = TrainingProgram.Run(folder.Path, "export", run, "--output", "again.onnx", "--opset", "13");
        Assert.Equal((0, ""), (exported.ExitCode, exported.Errors));

        var evaluated = TrainingProgram.Run(folder.Path, "evaluate", "--model", "again.onnx", "--data", "fer2013.csv");

        Assert.Equal((0, ""), (evaluated.ExitCode, evaluated.Errors));
        var line = JsonNode.Parse(evaluated.Output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal(7, line["rows"]!.GetValue<int>());
        Assert.Equal("PublicTest", line["usage"]!.GetValue<string>());
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))!;
        Assert.Equal(metrics["accuracy"]!.GetValue<double>(), line["accuracy"]!.GetValue<double>());
    }

    [Fact]
    public void With_votes_a_run_trains_on_them_and_both_test_sets_are_evaluated()
    {
        // Annotators see happy in every image, and cannot agree on one of PublicTest.
        var rows = Enumerable.Range(0, 14).Select(row =>
            $"{(row < 7 ? "Training" : "PublicTest")},,{(row == 13 ? "5,5" : "0,10")},0,0,0,0,0,0,0,0\n");
        File.WriteAllText(
            folder["fer2013new.csv"],
            "Usage,Image name,neutral,happiness,surprise,sadness,anger,disgust,fear,contempt,unknown,NF\n" + string.Concat(rows));
        var trained = TrainingProgram.Run(
            folder.Path, "--data", "fer2013.csv", "--votes", "fer2013new.csv", "--network", "wide", "--epochs", "1", "--threads", "1");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Errors));
        Assert.Contains("training on the votes of fer2013new.csv; 0 rows left out", trained.Output, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))!;
        Assert.Equal(6, metrics["agreement"]!["rows"]!.GetValue<int>());

        var evaluated = TrainingProgram.Run(
            folder.Path, "evaluate", "--model", Path.Combine(run, "model.onnx"), "--data", "fer2013.csv",
            "--votes", "fer2013new.csv");

        Assert.Equal((0, ""), (evaluated.ExitCode, evaluated.Errors));
        var line = JsonNode.Parse(evaluated.Output.TrimEnd().Split('\n')[^1])!;
        Assert.Equal((7, 6), (line["rows"]!.GetValue<int>(), line["agreement"]!["rows"]!.GetValue<int>()));
        Assert.Contains("by the clear majority of annotators", evaluated.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_a_model_is_an_error()
    {
        var result = TrainingProgram.Run(folder.Path, "evaluate", "--model", "fer2013.csv", "--data", "fer2013.csv");

        Assert.Equal(1, result.ExitCode);
        Assert.StartsWith("fer2013.csv: not an ONNX model that ONNX Runtime", result.Errors, StringComparison.Ordinal);
    }

    [Fact]
    public void A_usage_that_the_data_lacks_is_an_error()
    {
        var result = TrainingProgram.Run(
            folder.Path, "evaluate", "--model", "none.onnx", "--data", "fer2013.csv", "--usage", "PrivateTest");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "fer2013.csv: found no row of usage PrivateTest, only Training and PublicTest. Pass one of these with --usage.",
            result.Errors.Trim());
    }
}
