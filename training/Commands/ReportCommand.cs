using System.CommandLine;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>report RUN</c>: exports, evaluates and reports a run, also an unfinished one.</summary>
public static class ReportCommand
{
    /// <summary>The command with its argument and flag.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var data = new Option<string?>("--data") { Description = "Path of the data, if it has moved" };
        var command = new Command("report", "Export, evaluate and report a run, finished or not") { run, data };
        command.SetAction(line =>
        {
            var folder = RunFolder.Open(line.GetValue(run)!);
            var request = folder.ReadRequest().At(line.GetValue(data));
            using var dataset = LoadStage.Load(request, request.Data);
            using var state = Checkpoint.Load(folder.Checkpoint, request.Options);
            state.CheckData(dataset);
            ReportStage.Print(folder, dataset, TrainingPipeline.Finish(folder, request, dataset, state), console);
        });
        return command;
    }
}
