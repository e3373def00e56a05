using System.Text.Json.Nodes;

namespace EmoMusic.Training.Tests.Commands;

public sealed class EvaluateCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public EvaluateCommandTests() => File.WriteAllText(folder["fer2013.csv"], Some.SmallCsv());

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
