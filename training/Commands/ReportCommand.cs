using System.CommandLine;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Runs;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>report RUN</c>: model, figures and report of a run as it stands, also before its end.</summary>
public static class ReportCommand
{
    /// <summary>The command with its argument and flag.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var data = new Option<string?>("--data") { Description = "Its data, if that is no longer where it was" };
        var command = new Command("report", "Export, judge and report a run as it stands") { run, data };
        command.SetAction(line =>
        {
            var folder = RunFolder.Open(line.GetValue(run)!);
            var request = folder.ReadRequest();
            var path = line.GetValue(data) ?? request.Data;
            using var dataset = DataSource.Load(path, request.Options, request.SkipBadRows);
            using var state = Checkpoint.Load(folder.Checkpoint, request.Options);
            state.CheckData(dataset);
            Report(folder, request, dataset, state, console);
        });
        return command;
    }

    /// <summary>Writes them and says how good the model is.</summary>
    public static void Report(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, IAnsiConsole console)
    {
        var metrics = FinishedRun.Write(run, request, data, state, ReproduceCommand.Of(run, request));
        var (low, high) = metrics.Interval;
        console.MarkupLineInterpolated(
            $"[bold green]{metrics.Accuracy:p1}[/] of the {data.ValidationName} images told right ({low:p1} to {high:p1})");
        console.MarkupLineInterpolated($"report: [bold]{run.File("report.html")}[/]");
    }
}
