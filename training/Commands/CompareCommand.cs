using System.CommandLine;
using EmoMusic.Training.Pipeline;
using EmoMusic.Training.Reports;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>compare RUN RUN…</c>: several runs in one table and one chart.</summary>
public static class CompareCommand
{
    /// <summary>The command with its arguments and flag.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var runs = new Argument<string[]>("runs")
        {
            Description = "Folders of two or more reported runs",
            Arity = ArgumentArity.OneOrMore,
        };
        var output = new Option<string?>("--output")
        {
            Description = "Page to write; default: compare.html beside the first run",
        };
        var command = new Command("compare", "Compare runs in one table and one chart") { runs, output };
        command.Validators.Add(line =>
        {
            if (line.GetResult(runs)?.Tokens.Count == 1)
            {
                line.AddError("compare: found one run, expected two or more.");
            }
        });
        command.SetAction(line =>
        {
            var compared = CompareStage.Read([.. line.GetValue(runs)!.Select(RunFolder.Open)]);
            CompareStage.Write(console, compared);
            var path = Path.GetFullPath(
                line.GetValue(output) ?? Path.Combine(line.GetValue(runs)![0].TrimEnd('/', '\\'), "..", "compare.html"));
            File.WriteAllText(path, ComparePage.Render(compared));
            console.MarkupLineInterpolated($"page: [bold]{path}[/]");
        });
        return command;
    }
}
