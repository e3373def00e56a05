using System.CommandLine;
using EmoMusic.Training.Music;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>music-table</c>: joins what was measured of composed pieces with their places.</summary>
public static class MusicTableCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var features = new Option<string>("--features")
        {
            Description = "Lines of `dotnet run --project serving -- analyse --features FOLDER`",
            Required = true,
        };
        var labels = new Option<string>("--labels")
        {
            Description = "labels.csv, as `compose-music training` writes it",
            Required = true,
        };
        var output = new Option<string>("--output")
        {
            Description = "The table",
            DefaultValueFactory = _ => "training/Music/composed.csv",
        };
        var command = new Command("music-table", "Write a table of composed pieces for `music --composed`")
        {
            features, labels, output,
        };
        command.SetAction(line =>
        {
            var rows = MusicRows.Read(line.GetValue(features)!, line.GetValue(labels)!);
            rows.Write(line.GetValue(output)!);
            console.MarkupLineInterpolated($"wrote [bold]{line.GetValue(output)}[/], {rows.Rows.Count} pieces");
        });
        return command;
    }
}
