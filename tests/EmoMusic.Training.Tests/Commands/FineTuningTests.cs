using System.CommandLine;
using System.Text.Json.Nodes;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using Spectre.Console.Testing;

namespace EmoMusic.Training.Tests.Commands;

/// <summary><c>--from</c>: fine-tuning of an earlier run.</summary>
public sealed class FineTuningTests : IClassFixture<FineTuningTests.TrainedOnInk>, IDisposable
{
    private const int FewChalkFaces = 200;

    private readonly TrainedOnInk ink;
    private readonly TemporaryFolder folder = new();

    public FineTuningTests(TrainedOnInk ink)
    {
        this.ink = ink;
        Write(
            folder["chalk.csv"],
            SyntheticFaces.Rows(seed: 2, FewChalkFaces * 4 / 5, FewChalkFaces / 5, DrawingStyle.Chalk));
        File.WriteAllText(folder["few.csv"], Samples.SmallCsv());
    }

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Fine_tuning_on_200_faces_of_another_style_beats_the_pretrained_model_on_200_others()
    {
        Write(folder["others.csv"], SyntheticFaces.Rows(seed: 3, 0, FewChalkFaces, DrawingStyle.Chalk));

        var result = TrainingProgram.Run(
            folder.Path, "--from", ink.Run, "--data", "chalk.csv", "--freeze", "1", "--learning-rate", "1e-3",
            "--epochs", "6", "--batch-size", "8", "--threads", "1");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var (before, after) = (Accuracy(ink.Run), Accuracy(Assert.Single(Directory.GetDirectories(folder["runs"]))));
        Assert.InRange(after - before, 0.3, 1); // at 200 images, 10 points could be chance
    }

    [Fact]
    public void It_prints_the_loaded_reset_and_frozen_layers_and_the_accuracy_before_fine_tuning()
    {
        var result = Tune("--from", ink.Run, "--freeze", "2", "--reset-head");

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        var metrics = JsonNode.Parse(File.ReadAllText(Path.Combine(ink.Run, "metrics.json")))!;
        Assert.Contains(
            $"loaded conv1, conv2, conv3, conv4, hidden from epoch {metrics["bestEpoch"]} of {ink.Run} "
            + $"({metrics["accuracy"]!.GetValue<double>():p1} on its validation images)",
            result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "\nreset: logits\nfrozen: conv1, conv2\nbefore fine-tuning: ", result.Output, StringComparison.Ordinal);
        Assert.Contains(
            "% accuracy on PublicTest; learning rate 1e-05\n", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_checkpoint_can_be_used_without_its_run()
    {
        var result = Tune("--from", Path.Combine(ink.Run, "checkpoint", "last.zip"));

        Assert.Equal((0, ""), (result.ExitCode, result.Errors));
        Assert.Contains("loaded conv1, conv2, conv3, conv4, hidden, logits from", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Compact_is_fine_tuned_on_too_few_rows_for_a_calibration_set()
    {
        Invoke("--network", "compact", "--epochs", "1", "--threads", "1");
        var run = Assert.Single(Directory.GetDirectories(folder["runs"]));

        var output = Invoke("--from", run, "--freeze", "2", "--epochs", "1", "--threads", "1");

        Assert.Contains(
            "loaded conv1, conv2, conv3, conv4, conv5, conv6, conv7, conv8, conv9, conv10, logits from epoch 1",
            output, StringComparison.Ordinal);
        Assert.Contains("\nfrozen: conv1, conv2\n", output, StringComparison.Ordinal);
        Assert.Equal(2, Directory.GetFiles(folder["runs"], "model.onnx", SearchOption.AllDirectories).Length);
    }

    [Fact]
    public void A_checkpoint_of_another_network_is_an_error()
    {
        var file = Path.Combine(ink.Run, "checkpoint", "last.zip");

        Fails(
            $"{file}: the weights do not fit the network compact. Pass their network with --network.",
            "--from", file, "--network", "compact");
    }

    [Fact]
    public void A_run_of_another_network_is_an_error() => Fails(
        $"{ink.Run}: found a run of the network original, expected compact (--network). "
        + "Omit --network, or pass a run of compact with --from.",
        "--from", ink.Run, "--network", "compact");

    [Fact]
    public void A_missing_path_is_an_error() => Fails(
        $"{folder["none"]}: no such file or folder, expected a run's folder or its checkpoint/last.zip. "
        + "Pass one with --from.",
        "--from", folder["none"]);

    [Fact]
    public void A_file_that_is_not_a_checkpoint_is_an_error() => Fails(
        $"{folder["few.csv"]}: the checkpoint is corrupt. Start a new run.", "--from", folder["few.csv"]);

    [Fact]
    public void Freezing_all_layers_is_an_error() => Fails(
        "--freeze: found 6, expected at most 5: original has the layers conv1, conv2, conv3, conv4, hidden, logits, "
        + "and at least one must be trained.",
        "--from", ink.Run, "--freeze", "6");

    [Fact]
    public void Freezing_without_pretrained_weights_is_an_error() => Fails(
        "--freeze and --reset-head need pretrained weights, found no --from. Pass a run with --from.",
        "--freeze", "2");

    private static void Write(string path, FerRows rows)
    {
        using var csv = new StreamWriter(path);
        FerCsvWriter.Write(csv, rows);
    }

    private TrainingProgram.Result Tune(params string[] arguments) =>
        TrainingProgram.Run(folder.Path, ["--data", "few.csv", "--epochs", "1", "--threads", "1", .. arguments]);

    private void Fails(string sentence, params string[] arguments)
    {
        var error = Assert.Throws<TrainingException>(() => Invoke(arguments));

        Assert.Equal(sentence, error.Message);
        Assert.False(Directory.Exists(folder["runs"]));
    }

    // Runs in this process and returns the output.
    private string Invoke(params string[] arguments)
    {
        var console = new TestConsole().Width(400);
        TrainCommand.AddTo(new RootCommand(), console)
            .Parse(["--data", folder["few.csv"], "--output", folder["runs"], .. arguments])
            .Invoke(new() { EnableDefaultExceptionHandler = false });
        return console.Output;
    }

    private double Accuracy(string run)
    {
        var evaluated = TrainingProgram.Run(
            folder.Path, "evaluate", "--model", Path.Combine(run, "model.onnx"), "--data", "others.csv");
        Assert.Equal((0, ""), (evaluated.ExitCode, evaluated.Errors));
        return JsonNode.Parse(evaluated.Output.TrimEnd().Split('\n')[^1])!["accuracy"]!.GetValue<double>();
    }

    /// <summary>A run trained on faces in ink.</summary>
    public sealed class TrainedOnInk : IDisposable
    {
        private readonly TemporaryFolder folder = new();

        public TrainedOnInk()
        {
            Write(folder["ink.csv"], SyntheticFaces.Rows(seed: 1, training: 280, validation: 70));
            var result = TrainingProgram.Run(
                folder.Path, "--data", "ink.csv", "--learning-rate", "1e-3", "--epochs", "5", "--batch-size", "8",
                "--threads", "1");
            Assert.Equal((0, ""), (result.ExitCode, result.Errors));
            Run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        }

        public string Run { get; }

        public void Dispose() => folder.Dispose();
    }
}
