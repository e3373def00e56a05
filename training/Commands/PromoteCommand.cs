using System.CommandLine;
using EmoMusic.Training.Runs;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>promote RUN</c>: the run's model becomes the one that is served.</summary>
public static class PromoteCommand
{
    /// <summary>The command with its argument.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var command = new Command("promote", "Copy a run's model, report, metrics and best epoch into serving/models") { run };
        command.SetAction(line => Promote(RunFolder.Open(line.GetValue(run)!), console));
        return command;
    }

    /// <summary>Promotes the run and says so.</summary>
    public static void Promote(RunFolder run, IAnsiConsole console)
    {
        var promoted = ServedModel.Promote(run, Directory.GetCurrentDirectory());
        console.MarkupLineInterpolated($"served from now on: [bold]{promoted}[/]");
    }
}
