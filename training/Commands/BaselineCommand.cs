using System.CommandLine;
using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>baseline</c>: trains and evaluates the ML.NET baselines; the last line it prints is JSON.</summary>
public static class BaselineCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var data = new Option<string?>("--data") { Description = "FER-2013; default as for train" };
        var votes = new Option<string?>("--votes")
        {
            Description = "FER+'s votes for the same rows (fer2013new.csv): also evaluate on their clear majority; "
                + "default: the file beside the data, if there is one; none: without votes",
        };
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Skip and count bad rows" };
        var seed = new Option<int>("--seed")
        {
            Description = "Random seed, also of the split of data without a Usage column",
            DefaultValueFactory = _ => new TrainingOptions().Seed,
        };
        var output = new Option<string>("--output")
        {
            Description = "Parent of the folder for the baselines",
            DefaultValueFactory = _ => "runs",
        };
        var run = new Option<string?>("--run")
        {
            Description = "Folder of a run: use its rows, and add the baselines to its report",
        };
        var command = new Command("baseline", "Train and evaluate the ML.NET baselines on the same rows")
        {
            data, votes, skipBadRows, seed, output, run,
        };
        command.SetAction(line =>
        {
            if (line.GetValue(run) is { } path)
            {
                ForRun(RunFolder.Open(path), line.GetValue(data), console);
                return;
            }

            var options = new TrainingOptions { Seed = line.GetValue(seed) };
            var source = DataSource.Find(line.GetValue(data));
            using var dataset = DataSource.Load(
                source, options.Seed, options.CalibrationShare, line.GetValue(skipBadRows),
                DataSource.FindVotes(line.GetValue(votes), source, console));
            var folder = Path.Combine(line.GetValue(output)!, $"{DateTime.UtcNow:yyyyMMdd-HHmmss}-baseline");
            Train(dataset, folder, options.Seed, console);
        });
        return command;
    }

    private static void ForRun(RunFolder run, string? data, IAnsiConsole console)
    {
        var request = run.ReadRequest().At(data);
        using var dataset = LoadStage.Load(request, request.Data);
        using var state = Checkpoint.Load(run.Checkpoint, request.Options);
        state.CheckData(dataset);
        Train(dataset, run.Baselines, request.Options.Seed, console);
        TrainingPipeline.Finish(run, request, dataset, state);
    }

    private static void Train(Dataset data, string folder, int seed, IAnsiConsole console)
    {
        var (training, validation) = (data.Training.Count, data.Validation.Count);
        console.MarkupLineInterpolated(
            $"[bold]{data.Source}[/]: {training:n0} training images, {validation:n0} validation images");
        Directory.CreateDirectory(folder);
        var all = new List<BaselineResult>();
        foreach (var baseline in Baseline.All)
        {
            var (result, metrics, mlNet) = BaselineTraining.Run(baseline, data, folder, seed);
            var (seconds, kilobytes) = (result.Seconds, result.Bytes / 1024.0);
            console.WriteLine();
            console.MarkupLineInterpolated(
                $"[bold]{baseline.Name}[/], {baseline.Description}: trained in {seconds:f1} s, {kilobytes:n0} KB");
            MetricsTables.Write(console, metrics, data.ValidationName, mlNet.LogLossByClass);
            all.Add(result);
        }

        BaselineResult.Write(folder, all);
        BaselineTable.Write(console, all);
        console.MarkupLineInterpolated($"models for PredictionEnginePool: [bold]{folder}[/]");

        // Bypasses the console's line breaks: other programs parse this line.
        console.Profile.Out.Writer.WriteLine(BaselineResult.Line(all));
        console.Profile.Out.Writer.Flush();
    }
}
