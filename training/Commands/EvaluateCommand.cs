using System.CommandLine;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>evaluate</c>: an exported file on rows of a CSV; the last line it prints is JSON.</summary>
public static class EvaluateCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var model = new Option<string>("--model") { Description = "The ONNX file", Required = true };
        var data = new Option<string>("--data")
        {
            Description = "FER-2013: a file or a folder, as for train",
            Required = true,
        };
        var usage = new Option<string>("--usage")
        {
            Description = "Which rows, where the file has a Usage column",
            DefaultValueFactory = _ => nameof(Usage.PublicTest),
        };
        usage.AcceptOnlyFromAmong(nameof(Usage.Training), nameof(Usage.PublicTest), nameof(Usage.PrivateTest));
        var skipBadRows = new Option<bool>("--skip-bad-rows") { Description = "Leave bad rows out and count them" };
        var robustness = new Option<bool>("--robustness")
        {
            Description = "Judge it on the images brighter, darker, blurred, compressed, moved and turned as well",
        };
        var command = new Command("evaluate", "Judge an exported model")
        {
            model, data, usage, skipBadRows, robustness,
        };
        command.SetAction(line =>
        {
            var name = line.GetValue(usage)!;
            using var file = FerFile.Open(line.GetValue(data)!);
            var rows = FerCsv.Read(file.Csv, file.Name, line.GetValue(skipBadRows));
            using var images = Splits.Only(rows, Enum.Parse<Usage>(name), file.Name);
            var judged = rows.Usages[0] == Usage.Unknown ? "all" : name;
            ModelEvaluation.Run(line.GetValue(model)!, images, judged, line.GetValue(robustness), console);
        });
        return command;
    }
}
