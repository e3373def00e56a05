using System.CommandLine;
using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Runs;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>baseline</c>: what the same rows give without a network; the last line it prints is JSON.</summary>
public static class BaselineCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var data = new Option<string?>("--data") { Description = "FER-2013, as for train; without it as for train" };
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Leave bad rows out and count them" };
        var seed = new Option<int>("--seed")
        {
            Description = "Of the split, where the file has no Usage column, and of what is random in learning",
            DefaultValueFactory = _ => new TrainingOptions().Seed,
        };
        var output = new Option<string>("--output")
        {
            Description = "Folder in which the baselines get their own",
            DefaultValueFactory = _ => "runs",
        };
        var run = new Option<string?>("--run")
        {
            Description = "Folder of a run: take its rows, and put the baselines into its report",
        };
        var command = new Command("baseline", "Train and judge the yardsticks of ML.NET on the same rows")
        {
            data, skipBadRows, seed, output, run,
        };
        command.SetAction(line =>
        {
            if (line.GetValue(run) is { } path)
            {
                OfRun(RunFolder.Open(path), line.GetValue(data), console);
                return;
            }

            var options = new TrainingOptions { Seed = line.GetValue(seed) };
            using var dataset = DataSource.Load(
                DataSource.Find(line.GetValue(data)), options, line.GetValue(skipBadRows));
            var folder = Path.Combine(line.GetValue(output)!, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-baseline");
            Train(dataset, folder, options.Seed, console);
        });
        return command;
    }

    private static void OfRun(RunFolder run, string? data, IAnsiConsole console)
    {
        var request = run.ReadRequest();
        using var dataset = DataSource.Load(data ?? request.Data, request.Options, request.SkipBadRows);
        using var state = Checkpoint.Load(run.Checkpoint, request.Options);
        state.CheckData(dataset);
        Train(dataset, run.Baselines, request.Options.Seed, console);
        FinishedRun.Write(run, request, dataset, state, ReproduceCommand.Of(run, request));
    }

    private static void Train(Dataset data, string folder, int seed, IAnsiConsole console)
    {
        var (training, validation) = (data.Training.Count, data.Validation.Count);
        console.MarkupLineInterpolated(
            $"[bold]{data.Source}[/]: {training:n0} images to learn from, {validation:n0} to be judged by");
        Directory.CreateDirectory(folder);
        var all = new List<BaselineResult>();
        foreach (var baseline in Baseline.All)
        {
            var (figures, metrics, mlNet) = BaselineTraining.Run(baseline, data, folder, seed);
            var (seconds, kilobytes) = (figures.Seconds, figures.Bytes / 1024.0);
            console.WriteLine();
            console.MarkupLineInterpolated(
                $"[bold]{baseline.Name}[/], {baseline.About}: learnt in {seconds:f1} s, {kilobytes:n0} KB");
            MetricsTables.Write(console, metrics, data.ValidationName, mlNet.LogLossByClass);
            all.Add(figures);
        }

        BaselineResult.Write(folder, all);
        MetricsTables.Write(console, all);
        console.MarkupLineInterpolated($"models for PredictionEnginePool: [bold]{folder}[/]");

        // Past the console's line breaks: other programs read this line whole.
        console.Profile.Out.Writer.WriteLine(BaselineResult.Line(all));
        console.Profile.Out.Writer.Flush();
    }
}
