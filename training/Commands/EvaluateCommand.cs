using System.CommandLine;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>evaluate</c>: evaluates an exported model on a CSV; the last line it prints is JSON.</summary>
public static class EvaluateCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var model = new Option<string>("--model") { Description = "The ONNX file", Required = true };
        var data = new Option<string>("--data")
        {
            Description = "FER-2013: a file or a folder",
            Required = true,
        };
        var votes = new Option<string?>("--votes")
        {
            Description = "FER+'s votes for the same rows (fer2013new.csv): also evaluate on their clear majority; "
                + "default: the file beside the data, if there is one; none: without votes",
        };
        var usage = new Option<string>("--usage")
        {
            Description = "Rows to evaluate on, if the file has a Usage column",
            DefaultValueFactory = _ => nameof(Usage.PublicTest),
        };
        CommandLine.AcceptOnly(usage, [nameof(Usage.Training), nameof(Usage.PublicTest), nameof(Usage.PrivateTest)]);
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Skip and count bad rows" };
        var robustness = new Option<bool>("--robustness")
        {
            Description = "Also evaluate on corrupted images: darker, blurred, compressed, moved, covered and so on",
        };
        var command = new Command("evaluate", "Evaluate an exported model")
        {
            model, data, votes, usage, skipBadRows, robustness,
        };
        command.SetAction(line =>
        {
            var name = line.GetValue(usage)!;
            using var file = FerFile.Open(line.GetValue(data)!);
            var rows = FerCsv.Read(file.Csv, file.Name, line.GetValue(skipBadRows));
            if (DataSource.FindVotes(line.GetValue(votes), line.GetValue(data), console) is { } path)
            {
                rows.Join(FerPlusVotes.Open(path), file.Name);
            }

            using var images = Splits.Only(rows, Enum.Parse<Usage>(name), file.Name);
            var part = rows.Usages[0] == Usage.Unknown ? "all" : name;
            ModelEvaluation.Run(line.GetValue(model)!, images, part, line.GetValue(robustness), console);
        });
        return command;
    }
}
