using System.CommandLine;
using EmoMusic.Training.Data;
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
        var composed = new Option<string?>("--composed")
        {
            Description = "Table of composed pieces, as music-table writes it; they count less",
        };
        var test = new Option<string[]>("--test")
        {
            Description = "Lines of `analyse --json` for the labelled pieces as they sound elsewhere, such as from MP3: judges the models of "
                + "cross-validation by them, and writes no file; may be given several times",
        };
        var output = new Option<string>("--output")
        {
            Description = "The ONNX file",
            DefaultValueFactory = _ => "music.onnx",
        };
        var command = new Command("music", "Train the regression from a piece's sound to valence and arousal")
        {
            features, labels, also, composed, test, output,
        };
        command.SetAction(line =>
        {
            var judged = MusicRows.Read(line.GetValue(features)!, line.GetValue(labels)!);
            var more = line.GetValue(also) is { } path ? MusicRows.Read(line.GetValue(features)!, path).Rows : [];
            var written = line.GetValue(composed) is { } table ? ReadComposed(table, judged.Names) : [];
            var pieces = new MusicPieces(judged, more, written);
            if (line.GetValue(test) is { Length: > 0 } recordings)
            {
                foreach (var recording in recordings)
                {
                    var heard = judged.ReadRecording(recording, line.GetValue(labels)!);
                    var signs = MusicTraining.CrossValidate(pieces, heard);
                    console.WriteLine($"{Path.GetFileName(recording)}: {heard.Count} pieces, each left out of the training");
                    Print("valence", signs.Valence);
                    Print("arousal", signs.Arousal);
                }

                return;
            }

            var (valence, arousal, error) = MusicTraining.CrossValidate(pieces);
            MusicTraining.Export(line.GetValue(output)!, pieces, error,
            [
                new("pieces", $"{pieces.Heard}"), new("composed", $"{written.Count}"), new("error", $"{error:f4}"),
                new("valence_accuracy", $"{valence.Accuracy:f4}"), new("valence_balanced", $"{valence.Balanced:f4}"),
                new("arousal_accuracy", $"{arousal.Accuracy:f4}"), new("arousal_balanced", $"{arousal.Balanced:f4}"),
            ]);
            console.WriteLine($"cross-validated on {judged.Rows.Count} pieces, one left out at a time; "
                + $"{more.Count} more and {written.Count} composed ones were trained on");
            Print("valence", valence);
            Print("arousal", arousal);
            console.MarkupLineInterpolated($"wrote [bold]{line.GetValue(output)}[/]");
        });
        return command;

        static IReadOnlyList<MusicRow> ReadComposed(string table, IReadOnlyList<string> names)
        {
            var rows = MusicRows.ReadTable(table);
            return rows.Names.SequenceEqual(names) ? rows.Rows : throw new DatasetException(
                $"{Path.GetFileName(table)}: found the features {string.Join(", ", rows.Names)}, expected {string.Join(", ", names)}. "
                + "Analyse the pieces with this version, and write the table again with `training -- music-table`.");
        }

        void Print(string name, SignAccuracy sign) => console.WriteLine(
            $"{name}: sign right in {sign.Accuracy:p1}, balanced {sign.Balanced:p1}");
    }
}
