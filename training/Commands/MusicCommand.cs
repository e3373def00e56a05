using System.CommandLine;
using EmoMusic.Training.Music;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>music</c>: trains the model that places music by its sound.</summary>
public static class MusicCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var features = new Option<string>("--features")
        {
            Description = "Lines of `dotnet run --project serving -- analyse --json FILE…`",
            Required = true,
        };
        var labels = new Option<string>("--labels")
        {
            Description = "CSV with file, valence, arousal (−1 to 1), such as VGMIDI's; these pieces are cross-validated",
            Required = true,
        };
        var also = new Option<string?>("--also")
        {
            Description = "More labels in the same form; these pieces are trained on, but do not judge",
        };
        var output = new Option<string>("--output")
        {
            Description = "The ONNX file",
            DefaultValueFactory = _ => "music.onnx",
        };
        var command = new Command("music", "Train the regression from a piece's sound to valence and arousal")
        {
            features, labels, also, output,
        };
        command.SetAction(line =>
        {
            var judged = MusicRows.Read(line.GetValue(features)!, line.GetValue(labels)!);
            var more = line.GetValue(also) is { } path ? MusicRows.Read(line.GetValue(features)!, path).Rows : [];
            var all = judged with { Rows = [.. judged.Rows, .. more] };
            var (valence, arousal, error) = MusicTraining.CrossValidate(all, judged.Rows.Count);
            MusicTraining.Export(line.GetValue(output)!, all, error,
            [
                new("pieces", $"{all.Rows.Count}"), new("error", $"{error:f4}"),
                new("valence_accuracy", $"{valence.Accuracy:f4}"), new("valence_balanced", $"{valence.Balanced:f4}"),
                new("arousal_accuracy", $"{arousal.Accuracy:f4}"), new("arousal_balanced", $"{arousal.Balanced:f4}"),
            ]);
            console.WriteLine($"cross-validated on {judged.Rows.Count} pieces, one left out at a time; "
                + $"{more.Count} more were trained on");
            Print("valence", valence);
            Print("arousal", arousal);
            console.MarkupLineInterpolated($"wrote [bold]{line.GetValue(output)}[/]");
        });
        return command;

        void Print(string name, SignAccuracy sign) => console.WriteLine(
            $"{name}: sign right in {sign.Accuracy:p1}, balanced {sign.Balanced:p1}");
    }
}
