using System.Diagnostics;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;

namespace EmoMusic.Training.Tests.Commands;

public sealed class TrainCommandTests : IDisposable
{
    private static readonly string[] Quick = ["--threads", "1", "--batch-size", "2", "--epochs", "3"];

    private readonly TemporaryFolder folder = new();

    public TrainCommandTests() => File.WriteAllText(folder["fer2013.csv"], Samples.SmallCsv());

    public void Dispose() => folder.Dispose();

    [Fact]
    public void Without_data_it_trains_on_synthetic_faces_and_writes_every_file_and_promotes_nothing()
    {
        var result = TrainingProgram.Run(folder.Path, "--epochs", "1", "--threads", "1", "--promote");

        Assert.Equal("", result.Errors);
        Assert.Equal(0, result.ExitCode);
        Assert.Contains(
            "No FER-2013 found. This is a trial run on synthetic faces.", result.Output, StringComparison.Ordinal);
        Assert.Contains("Not promoted: the model was trained on synthetic faces.", result.Output, StringComparison.Ordinal);
        var run = Assert.Single(Directory.GetDirectories(folder["runs"]));
        Assert.Matches(@"[/\\]\d{8}-\d{6}-original$", run);
        string[] files =
        [
            "model.onnx", "report.html", "distribution.png", "accuracy.png", "confusion.png",
            "metrics.json", "log.csv", "options.json",
        ];
        Assert.All(files, file => Assert.True(File.Exists(Path.Combine(run, file)), file));
        Assert.True(Directory.Exists(Path.Combine(run, "checkpoint")));
    }

    [Fact]
    public void A_run_killed_in_mid_epoch_and_resumed_ends_with_the_same_weights()
    {
        var whole = TrainingProgram.Run(folder.Path, ["--data", "fer2013.csv", "--output", "whole", .. Quick]);
        Assert.Equal((0, ""), (whole.ExitCode, whole.Errors));

        string[] arguments = ["--data", "fer2013.csv", "--output", "killed", .. Quick];
        using (var killed = TrainingProgram.Start(folder.Path, arguments))
        {
            killed.WaitFor(Path.Combine(RunIn("killed"), "log.csv"));
            killed.Kill();
        }

        var lines = File.ReadAllLines(Path.Combine(RunIn("killed"), "log.csv")).Length;
        Assert.InRange(lines, 2, 3); // the header and not all three epochs
        var resumed = TrainingProgram.Run(folder.Path, "--resume", RunIn("killed"));

        Assert.Equal((0, ""), (resumed.ExitCode, resumed.Errors));
        Assert.Contains($"resuming after epoch {lines - 1} of 3", resumed.Output, StringComparison.Ordinal);
        Assert.Equal(WeightsOf(RunIn("whole")), WeightsOf(RunIn("killed")));
    }

    [Fact]
    public void Ctrl_C_loses_only_the_current_epoch_and_prints_how_to_resume()
    {
        TrainingProgram.SkipWhereInterruptsAreIgnored();
        using var program = TrainingProgram.Start(
            folder.Path, "--data", "fer2013.csv", "--threads", "1", "--batch-size", "1", "--epochs", "1000");
        program.WaitFor(Path.Combine(RunIn("runs"), "log.csv"));
        program.Interrupt();
        var result = program.End();

        Assert.Equal((130, ""), (result.ExitCode, result.Errors));
        var completed = File.ReadAllLines(Path.Combine(RunIn("runs"), "log.csv")).Length - 1;
        Assert.EndsWith(
            $"Stopped in epoch {completed + 1}. Resume with: dotnet run --project training -- --resume {RunIn("runs")}",
            result.Output.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void Ctrl_C_during_the_evaluation_at_the_end_ends_the_run_and_prints_how_to_finish_it()
    {
        TrainingProgram.SkipWhereInterruptsAreIgnored();
        using (var csv = new StreamWriter(folder["many.csv"]))
        {
            FerCsvWriter.Write(csv, SyntheticFaces.Rows(seed: 1, training: 14, validation: 1400));
        }

        using var program = TrainingProgram.Start(folder.Path, "--data", "many.csv", "--threads", "1", "--epochs", "1");
        program.WaitFor(Path.Combine(RunIn("runs"), "model.onnx"));
        program.Interrupt();
        var result = program.End();

        Assert.Equal(130, result.ExitCode);
        Assert.Equal(
            "Stopped before the report was written. "
            + $"Write it with: dotnet run --project training -- report {RunIn("runs")}",
            result.Errors.Trim());
        Assert.False(File.Exists(Path.Combine(RunIn("runs"), "report.html")));
    }

    [Theory]
    [InlineData("evaluate", "--model", "served.onnx", "--data", "many.csv", "--robustness")]
    [InlineData("baseline", "--data", "many.csv")]
    [InlineData("benchmark", "--network", "compact", "--rounds", "100")]
    public void Ctrl_C_ends_every_command_that_judges(params string[] command)
    {
        TrainingProgram.SkipWhereInterruptsAreIgnored();
        File.Copy(Path.Combine(Repository.Root, "serving", "models", "emotion.onnx"), folder["served.onnx"]);
        using (var csv = new StreamWriter(folder["many.csv"]))
        {
            FerCsvWriter.Write(csv, SyntheticFaces.Rows(seed: 1, training: 700, validation: 700));
        }

        using var program = TrainingProgram.Start(folder.Path, command);
        program.WaitForLibrary(command[0] == "benchmark" ? "libtorch_cpu" : "libonnxruntime");
        program.Interrupt();
        var clock = Stopwatch.StartNew();
        var result = program.End();

        Assert.Equal((130, ""), (result.ExitCode, result.Errors));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 20);
    }

    [Fact]
    public void An_unknown_flag_is_refused()
    {
        var result = TrainingProgram.Run(folder.Path, "--epoch", "3");

        Assert.Equal(1, result.ExitCode);
        Assert.Contains("Unrecognized command or argument '--epoch'.", result.Errors, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--epochs", "0", "--epochs: found 0, expected 1 to 10000.")]
    [InlineData("--label-smoothing", "1", "--label-smoothing: found 1, expected 0 to 0.999.")]
    [InlineData("--scale", "-0.5", "--scale: found -0.5, expected 0 to 0.9.")]
    [InlineData("--epochs", "many", "--epochs: found 'many', expected a whole number.")]
    [InlineData("--learning-rate", "0,001", "--learning-rate: found '0,001', expected a number with a decimal point, such as 0.001.")]
    [InlineData("--network", "vgg", "--network: found 'vgg', expected original, compact or wide.")]
    [InlineData("--data", "", "--data: found an empty value. Pass one, or leave --data out.")]
    public void A_value_out_of_range_is_refused(string flag, string value, string message)
    {
        var result = TrainingProgram.Run(folder.Path, flag, value);

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(message, result.Errors.Trim());
        Assert.Equal("", result.Output); // no help, which would push the message out of sight
    }

    [Fact]
    public void A_benchmark_without_rounds_is_refused()
    {
        var result = TrainingProgram.Run(folder.Path, "benchmark", "--rounds", "0");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal("--rounds: found 0, expected at least 1.", result.Errors.Trim());
    }

    [Fact]
    public void A_bad_row_is_an_error_unless_bad_rows_are_skipped()
    {
        File.AppendAllText(folder["fer2013.csv"], $"7,1 2 3,Training\n0,{Samples.Pixels()},Training\n");

        var stopped = TrainingProgram.Run(folder.Path, "--data", "fer2013.csv");
        var skipped = TrainingProgram.Run(
            folder.Path, ["--data", "fer2013.csv", "--skip-bad-rows", "--threads", "1", "--epochs", "1"]);

        Assert.Equal(1, stopped.ExitCode);
        Assert.Equal(
            "fer2013.csv, line 16: found the label '7', expected 0 to 6. "
            + "Fix the row, or skip bad rows with --skip-bad-rows.",
            stopped.Errors.Trim());
        Assert.Equal((0, ""), (skipped.ExitCode, skipped.Errors));
        Assert.Contains(
            "Skipped 1 bad rows, the first: fer2013.csv, line 16: found the label '7', expected 0 to 6",
            skipped.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Other_options_beside_resume_are_refused()
    {
        var result = TrainingProgram.Run(folder.Path, "--resume", "runs/x", "--epochs", "3");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "--resume uses the options that the run was started with, found --epochs. "
            + "Remove them, or start a new run.",
            result.Errors.Trim());
    }

    [Fact]
    public void Only_the_folder_of_a_run_can_be_resumed()
    {
        var result = TrainingProgram.Run(folder.Path, "--resume", "nothing");

        Assert.Equal(1, result.ExitCode);
        Assert.Equal(
            "nothing: found no options.json, expected the folder of a run, such as runs/20261122-194815-original.",
            result.Errors.Trim());
    }

    [Fact]
    public void A_folder_that_cannot_be_created_is_an_error_before_training()
    {
        var result = TrainingProgram.Run(folder.Path, "--data", "fer2013.csv", "--output", "fer2013.csv");

        Assert.Equal(1, result.ExitCode);
        Assert.Matches(
            @"^.*fer2013\.csv.\d{8}-\d{6}-original: cannot create the run's folder \(.+\)\. "
            + @"Pass another --output\.$",
            result.Errors.Trim());
    }

    private string RunIn(string output)
    {
        var parent = folder[output];
        while (!Directory.Exists(parent) || Directory.GetDirectories(parent).Length == 0)
        {
            Thread.Sleep(20); // the program is starting
        }

        return Assert.Single(Directory.GetDirectories(parent));
    }

    private static List<byte[]> WeightsOf(string run)
    {
        var folder = RunFolder.Open(run);
        using var state = Checkpoint.Load(folder.Checkpoint, folder.ReadRequest().Options);
        return [.. state.Network.parameters().Select(weights => weights.bytes.ToArray())];
    }
}
