using System.CommandLine;
using EmoMusic;
using EmoMusic.Training.Benchmarks;
using EmoMusic.Training.Commands;
using EmoMusic.Training.Native;
using Spectre.Console;

Heap.KeepLargeBlocks();
OnnxRuntimeTelemetry.TurnOff();

var console = AnsiConsole.Console;
console.Profile.Width = Console.IsOutputRedirected ? 200 : console.Profile.Width; // do not wrap lines in a file

var program = new RootCommand("Trains a network on FER-2013, evaluates it, and exports it for the server.");
TrainCommand.AddTo(program, console);
program.Add(TrainCommand.AddTo(
    new Command("train", "Train, export, evaluate, report (the default command)"), console));
program.Add(EvaluateCommand.Create(console));
program.Add(BaselineCommand.Create(console));
program.Add(ExportCommand.Create(console));
program.Add(ReportCommand.Create(console));
program.Add(CompareCommand.Create(console));
program.Add(PromoteCommand.Create(console));
program.Add(BenchmarkCommand.Create(console));
program.Add(MusicCommand.Create(console));
program.Add(MusicTableCommand.Create(console));

return CommandLine.Run(program, args);
