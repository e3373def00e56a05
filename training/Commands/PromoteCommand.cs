using System.CommandLine;
using EmoMusic.Training.Pipeline;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>promote RUN</c>: serves a run's model.</summary>
public static class PromoteCommand
{
    /// <summary>The command with its argument.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var command = new Command("promote", "Copy a run's model, report, metrics and best epoch into serving/models")
        {
            run,
        };
        command.SetAction(line => PromoteStage.Run(RunFolder.Open(line.GetValue(run)!), console));
        return command;
    }
}
