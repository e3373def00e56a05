using System.Text.Json.Nodes;
using EmoMusic.Training.Baselines;

namespace EmoMusic.Training.Tests.Commands;

public sealed class BaselineCommandTests : IDisposable
{
    private readonly TemporaryFolder folder = new();

    public BaselineCommandTests() => File.WriteAllText(folder["fer2013.csv"], Samples.SmallCsv());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Baselines_are_trained_saved_and_evaluated_and_the_last_line_is_JSON()
    {
        var result = TrainingProgram.Run(folder.Path, "baseline", "--data", "fer2013.csv");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var made = Assert.Single(Directory.GetDirectories(folder["runs"]));
        Assert.Matches(@"[/\\]\d{8}-\d{6}-baseline$", made);
        var lines = JsonNode.Parse(result.Output.TrimEnd().Split('\n')[^1])!.AsArray();
        Assert.Equal(["majority", "pixels", "gradients"], lines.Select(line => line!["name"]!.GetValue<string>()));
        Assert.All(lines, line =>
        {
            var file = new FileInfo(Path.Combine(made, $"{line!["name"]}.zip"));
            Assert.Equal(file.Length, line["bytes"]!.GetValue<long>());
            Assert.InRange(line["seconds"]!.GetValue<double>(), 0.001, 600);
        });
        Assert.Equal(BaselineResult.Line(BaselineResult.Read(made)), lines.ToJsonString());
        Assert.Equal(3, result.Output.Split("accuracy on 7 PublicTest images").Length - 1);
    }

    [Fact]
    public void The_baselines_of_a_run_are_listed_below_the_network_in_its_report()
    {
        var trained = TrainingProgram.Run(folder.Path, "--data", "fer2013.csv", "--epochs", "1", "--threads", "1");
        Assert.Equal((0, ""), (trained.ExitCode, trained.Errors));
        var run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        Assert.DoesNotContain("<h2>Baselines</h2>", Report(run), StringComparison.Ordinal);

        var result = TrainingProgram.Run(folder.Path, "baseline", "--run", run);

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var lines = Report(run).Split("<tr").Where(line => line.Contains("<th scope=\"row\">"))
            .Select(line => line.Split("<th scope=\"row\">")[1].Split(',')[0]).Take(4);
        Assert.Equal(["original", "majority", "pixels", "gradients"], lines);
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(run, "metrics.json")))!;
        Assert.Equal(
            BaselineResult.Read(Path.Combine(run, "baselines")).Select(one => one.Accuracy),
            metrics["baselines"]!.AsArray().Select(one => one!["accuracy"]!.GetValue<double>()));
    }

    [Fact]
    public void Missing_data_is_an_error()
    {
        var result = TrainingProgram.Run(folder.Path, "baseline", "--data", "none.csv");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            $"{folder["none.csv"]}: no such file or folder. Pass the path of FER-2013's CSV with --data.", result.Errors.Trim());
    }

    private static string Report(string run) => File.ReadAllText(Path.Combine(run, "report.html"));
}
