using System.CommandLine;
using System.Text.Json;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Benchmarks;

/// <summary><c>benchmark</c>: times reading and training against simple loops; the last line is JSON.</summary>
public static class BenchmarkCommand
{
    /// <summary>The command with its flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var data = new Option<string?>("--data")
        {
            Description = "FER-2013, to time reading; default as for train, and without data only training is timed",
        };
        var network = new Option<string>("--network")
        {
            Description = "Network to time",
            DefaultValueFactory = _ => Networks.Network.Names[0],
        };
        CommandLine.AcceptOnly(network, Networks.Network.Names);
        var rounds = new Option<int>("--rounds")
        {
            Description = "Number of measurements",
            DefaultValueFactory = _ => 5,
        };
        rounds.Validators.Add(result =>
        {
            if (result.Tokens is [var token] && int.TryParse(token.Value, out var value) && value < 1)
            {
                result.AddError($"--rounds: found {value}, expected at least 1.");
            }
        });
        var command = new Command("benchmark", "Time reading and training against simple loops")
        {
            data, network, rounds,
        };
        command.SetAction(line =>
        {
            var path = DataSource.Find(line.GetValue(data));
            var reading = path is null ? null : ReadingBenchmark.Run(path);
            if (reading is not null)
            {
                Show(reading, console);
            }

            var options = TrainingOptions.For(line.GetValue(network)!);
            var training = TrainingBenchmark.Run(options, line.GetValue(rounds));
            Show(training, options, console);
            console.Profile.Out.Writer.WriteLine(JsonSerializer.Serialize(
                new { reading, training }, JsonSerializerOptions.Web));
        });
        return command;
    }

    private static void Show(ReadingBenchmark reading, IAnsiConsole console) => console.Write(
        Table($"reading {reading.Megabytes:f0} MB of CSV into tensors", "seconds", "MB/s", "peak memory")
            .AddRow("this trainer (bytes, in place)", $"{reading.Seconds:f2}",
                $"{reading.Megabytes / reading.Seconds:f0}",
                reading.PeakMegabytes < 0 ? "" : $"{reading.PeakMegabytes:f0} MB")
            .AddRow("simple (strings, Split)", $"{reading.PlainSeconds:f2}",
                $"{reading.Megabytes / reading.PlainSeconds:f0}", ""));

    private static void Show(TrainingBenchmark training, TrainingOptions options, IAnsiConsole console)
    {
        var bareGflops = training.Gflops * training.BareImagesPerSecond / training.ImagesPerSecond;
        var title = $"training, network {options.Network}, batch {options.BatchSize}";
        console.Write(Table(title, "images/s", "GFLOP/s", "of matrix product")
            .AddRow("full loop", $"{training.ImagesPerSecond:f0}", $"{training.Gflops:f0}",
                $"{training.Gflops / training.PeakGflops:p0}")
            .AddRow("bare loop on one fixed batch", $"{training.BareImagesPerSecond:f0}",
                $"{bareGflops:f0}", $"{bareGflops / training.PeakGflops:p0}")
            .AddRow("matrix product, 2,048 × 2,048", "", $"{training.PeakGflops:f0}", "100 %"));
        console.MarkupLineInterpolated($"the full loop runs at [bold]{training.Ratio:f3}[/] of the bare loop's speed");
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
