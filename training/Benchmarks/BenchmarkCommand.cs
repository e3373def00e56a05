using System.CommandLine;
using System.Text.Json;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Benchmarks;

/// <summary><c>benchmark</c>: reading and learning, each beside the plain way; the last line is JSON.</summary>
public static class BenchmarkCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var data = new Option<string?>("--data")
        {
            Description = "FER-2013, to time the reading of it; searched for as for train, and without any only learning is timed",
        };
        var network = new Option<string>("--network")
        {
            Description = "Network to time, with its recipe",
            DefaultValueFactory = _ => Networks.Network.Names[0],
        };
        network.AcceptOnlyFromAmong([.. Networks.Network.Names]);
        var rounds = new Option<int>("--rounds") { Description = "Times to measure", DefaultValueFactory = _ => 5 };
        rounds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1)
            {
                result.AddError($"--rounds: found {value}, expected at least 1.");
            }
        });
        var command = new Command("benchmark", "Time reading and learning beside the plain way") { data, network, rounds };
        command.SetAction(line =>
        {
            var path = DataSource.Find(line.GetValue(data));
            var reading = path is null ? null : ReadingBenchmark.Run(path);
            if (reading is not null)
            {
                Show(reading, console);
            }

            var options = TrainingOptions.For(line.GetValue(network)!);
            var learning = TrainingBenchmark.Run(options, line.GetValue(rounds));
            Show(learning, options, console);
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new { reading, learning }, JsonSerializerOptions.Web));
        });
        return command;
    }

    private static void Show(ReadingBenchmark reading, IAnsiConsole console) => console.Write(
        Table($"reading {reading.Megabytes:f0} MB of CSV into tensors", "seconds", "MB/s", "peak memory")
            .AddRow("bytes by CsvHelper, in place", $"{reading.Seconds:f2}",
                $"{reading.Megabytes / reading.Seconds:f0}",
                reading.PeakMegabytes < 0 ? "" : $"{reading.PeakMegabytes:f0} MB")
            .AddRow("strings by CsvHelper, Split", $"{reading.PlainSeconds:f2}",
                $"{reading.Megabytes / reading.PlainSeconds:f0}", ""));

    private static void Show(TrainingBenchmark learning, TrainingOptions options, IAnsiConsole console)
    {
        var bareGflops = learning.Gflops * learning.BareImagesPerSecond / learning.ImagesPerSecond;
        console.Write(Table($"learning, network {options.Network}, batch {options.BatchSize}", "images/s", "GFLOP/s", "of the matrix product")
            .AddRow("the whole loop", $"{learning.ImagesPerSecond:f0}", $"{learning.Gflops:f0}",
                $"{learning.Gflops / learning.PeakGflops:p0}")
            .AddRow("a bare loop on one fixed batch", $"{learning.BareImagesPerSecond:f0}",
                $"{bareGflops:f0}", $"{bareGflops / learning.PeakGflops:p0}")
            .AddRow("matrix product, 2,048 × 2,048", "", $"{learning.PeakGflops:f0}", "100 %"));
        console.MarkupLineInterpolated($"the whole loop keeps [bold]{learning.Ratio:f3}[/] of the bare loop's speed");
    }

    private static Table Table(string title, params string[] columns)
    {
        var table = new Table().Title(title).Border(TableBorder.Rounded).AddColumn("");
        foreach (var column in columns)
        {
            table.AddColumn(new TableColumn(column).RightAligned());
        }

        return table;
    }
}
