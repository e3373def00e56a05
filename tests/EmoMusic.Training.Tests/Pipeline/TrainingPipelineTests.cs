using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using EmoMusic.Training.Reports;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Pipeline;

public sealed class TrainingPipelineTests : IDisposable
{
    private static readonly TrainingOptions Options = new() { Epochs = 1, BatchSize = 8, Threads = 1 };
    private static readonly RunRequest Request = new(null, SkipBadRows: false, DateTime.UnixEpoch, Options);

    private readonly TemporaryFolder folder = new();

    public void Dispose() => folder.Dispose();

    [Fact]
    public void The_model_satisfies_the_contract_and_has_metadata()
    {
        using var data = Samples.FewFaces();

        var run = Finish(data);

        using var model = ModelFile.Open(run.Model);
        Assert.Equal(Emotions.Names, model.Labels);
        Assert.Equal("original", model.Metadata["network"]);
        Assert.Equal("1970-01-01T00:00:00Z", model.Metadata["created"]);
        Assert.Equal(data.Sha256, model.Metadata["dataset_sha256"]);
        Assert.Equal($"{data.Rows}", model.Metadata["dataset_rows"]);
        Assert.Contains("\"learningRate\":0.0001", model.Metadata["options"], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, 0, 69)]
    [InlineData(9, 70, 70)] // with so large a bias, every prediction is fear
    public void The_exported_file_and_the_network_give_the_same_predictions(double fearLogitBias, int minimum, int maximum)
    {
        using var data = Samples.FewFaces(validation: 70);

        var run = Finish(data, Request with { Options = Options with { FearLogitBias = fearLogitBias } });

        using var model = ModelFile.Open(run.Model);
        var metrics = Metrics.Of(model.Predict(data.Validation), model.LabelsOf(data.Validation), model.Labels);
        Assert.Equal($"{metrics.Accuracy:f6}", model.Metadata["accuracy"]);
        Assert.InRange(Enumerable.Range(0, 7).Sum(label => metrics.Confusion[label][Emotions.Fear]), minimum, maximum);
    }

    [Fact]
    public void Promoting_copies_model_report_and_charts_without_faces()
    {
        using var data = Samples.FewFaces() with { IsSynthetic = false };
        var run = Finish(data);
        File.WriteAllText(folder["EmoMusic.sln"], "");

        var promoted = PromoteStage.Promote(run, Directory.CreateDirectory(folder["deeper"]).FullName);

        var served = folder[Path.Combine("serving", "models")];
        Assert.Equal(Path.Combine(served, "emotion.onnx"), promoted);
        Assert.Equal(
            ["accuracy.png", "confusion.png", "distribution.png", "emotion.onnx", "metrics.json", "report.html"],
            Directory.GetFiles(served).Select(Path.GetFileName).Order(StringComparer.Ordinal));
        Assert.Equal(File.ReadAllBytes(run.Model), File.ReadAllBytes(promoted));
        Assert.Contains("class=\"face\"", File.ReadAllText(run.File("report.html")), StringComparison.Ordinal);
        Assert.DoesNotContain(
            "class=\"face\"", File.ReadAllText(Path.Combine(served, "report.html")), StringComparison.Ordinal);
    }

    [Fact]
    public void A_promoted_run_can_be_fine_tuned_and_contains_no_path()
    {
        using var data = Samples.FewFaces() with { IsSynthetic = false };
        var run = Finish(data, Request with { Data = folder["fer2013.csv"], From = folder["earlier"] });
        File.WriteAllText(folder["EmoMusic.sln"], "");

        PromoteStage.Promote(run, folder.Path);

        var served = folder[Path.Combine("serving", "models", "run")];
        var pretrained = PretrainedWeights.Open(served);
        Assert.Equal("original", pretrained.Network);
        Assert.Equal(Checkpoint.ReadBest(run.Checkpoint).Weights, pretrained.Best.Weights);
        Assert.Equal(Request, RunFolder.Open(served).ReadRequest());
        Assert.Equal(
            ["checkpoint/last.zip", "log.csv", "options.json"],
            Directory.GetFiles(served, "*", SearchOption.AllDirectories)
                .Select(file => Path.GetRelativePath(served, file).Replace('\\', '/')).Order(StringComparer.Ordinal));

        var checkpoint = RunFolder.Open(served).Checkpoint;
        var error = Assert.Throws<TrainingException>(() => Checkpoint.Load(checkpoint, Options));
        Assert.Equal(
            $"{checkpoint}: found only the best epoch of a promoted run, which cannot be resumed. "
            + "Fine-tune it in a new run with --from.",
            error.Message);
    }

    [Fact]
    public void A_run_on_synthetic_faces_is_not_promoted()
    {
        using var data = Samples.FewFaces();
        var run = Finish(data);
        File.WriteAllText(folder["EmoMusic.sln"], "");

        var error = Assert.Throws<TrainingException>(() => PromoteStage.Promote(run, folder.Path));

        Assert.Equal(
            $"{run.Path}: found a run on synthetic faces, expected FER-2013. Train with --data and promote that run.",
            error.Message);
        Assert.False(Directory.Exists(folder["serving"]));
    }

    [Fact]
    public void A_run_with_corrupt_metrics_is_neither_promoted_nor_compared_and_corrupt_baselines_are_named()
    {
        using var data = Samples.FewFaces();
        var run = Finish(data);
        File.WriteAllText(folder["EmoMusic.sln"], "");
        Assert.All(["x", "[]", "{\"dataset\":{\"synthetic\":\"no\"}}", "{\"network\":\"wide\",\"parameters\":1e30}"], metrics =>
        {
            File.WriteAllText(run.File("metrics.json"), metrics);
            var sentence = $"{run.File("metrics.json")}: found no metrics of a run. "
                + $"Write them again with: dotnet run --project training -- report {run.Path}";

            Assert.Equal(sentence, Assert.Throws<TrainingException>(() => CompareStage.Read([run])).Message);
            if (!metrics.Contains("network", StringComparison.Ordinal))
            {
                Assert.Equal(sentence, Assert.Throws<TrainingException>(() => PromoteStage.Promote(run, folder.Path)).Message);
            }
        });
        Directory.CreateDirectory(run.Baselines);
        File.WriteAllText(Path.Combine(run.Baselines, "baselines.json"), "x");

        Assert.Equal(
            $"{Path.Combine(run.Baselines, "baselines.json")}: found no baselines. Delete the file, or train them again with: "
            + "dotnet run --project training -- baseline --run RUN",
            Assert.Throws<DatasetException>(() => BaselineResult.Read(run.Baselines)).Message);
    }

    [Fact]
    public void An_unfinished_run_is_not_promoted()
    {
        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);
        File.WriteAllText(folder["EmoMusic.sln"], "");

        var error = Assert.Throws<TrainingException>(() => PromoteStage.Promote(run, folder.Path));

        Assert.Equal(
            $"{run.Model}: no such file, expected a finished run. Finish it with --resume {run.Path}",
            error.Message);
    }

    [Fact]
    public void Promoting_outside_the_repository_is_an_error()
    {
        var error = Assert.Throws<TrainingException>(
            () => PromoteStage.Promote(RunFolder.NewIn(folder.Path, Request).Create(Request), folder.Path));

        Assert.Equal(
            $"{folder.Path}: found no EmoMusic.sln here or in a parent folder. "
            + "Run the command inside the repository.",
            error.Message);
    }

    [Fact]
    public void Runs_are_compared_in_one_table_and_one_chart_with_the_options_that_differ()
    {
        using var data = Samples.FewFaces();
        var runs = new[] { 42, 43 }.Select(seed => Finish(data, Request with { Options = Options with { Seed = seed } })).ToList();

        var compared = CompareStage.Read(runs);
        var page = ComparePage.Render(compared);
        var console = new TestConsole().Width(200);
        CompareStage.Write(console, compared);

        Assert.Equal(runs.Select(run => Path.GetFileName(run.Path)), compared.Select(run => run.Name));
        Assert.All(runs.Zip(compared), pair =>
        {
            var metrics = JsonNode.Parse(File.ReadAllText(pair.First.File("metrics.json")))!;
            Assert.Equal(metrics["accuracy"]!.GetValue<double>(), pair.Second.ByLabel.Accuracy);
            Assert.Contains($"{pair.Second.ByLabel.Accuracy:p1}", console.Output, StringComparison.Ordinal);
            Assert.Contains($"<th scope=\"row\">{pair.Second.Name}</th>", page, StringComparison.Ordinal);
        });
        Assert.Contains("<th scope=\"row\">Seed</th><td>42</td><td>43</td>", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<th scope=\"row\">Epochs</th>", page, StringComparison.Ordinal);
        Assert.Single(Regex.Matches(page, "<svg "));
        Assert.DoesNotContain("{{", page, StringComparison.Ordinal);
    }

    [Fact]
    public void A_run_without_a_report_is_not_compared()
    {
        var run = RunFolder.NewIn(folder.Path, Request).Create(Request);

        Assert.Equal(
            $"{run.File("metrics.json")}: no such file, expected a reported run. "
            + $"Write its report with: dotnet run --project training -- report {run.Path}",
            Assert.Throws<TrainingException>(() => CompareStage.Read([run])).Message);
        File.WriteAllText(run.File("metrics.json"), "{}");
        Assert.Equal(
            $"{run.File("metrics.json")}: found no metrics of a run. "
            + $"Write them again with: dotnet run --project training -- report {run.Path}",
            Assert.Throws<TrainingException>(() => CompareStage.Read([run])).Message);
    }

    private RunFolder Finish(Dataset data, RunRequest? request = null)
    {
        var run = RunFolder.NewIn(folder.Path, request ?? Request).Create(request ?? Request);
        var asked = run.ReadRequest();
        using var state = new TrainingState(asked.Options, data.Fingerprint);
        Trainer.Train(state, asked.Options, data, new NoDisplay(), () => run.SaveCheckpoint(state), CancellationToken.None);
        TrainingPipeline.Finish(run, asked, data, state);
        return run;
    }
}
