using System.CommandLine;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Pipeline;
using Spectre.Console;
using TorchSharpToOnnx;

namespace EmoMusic.Training.Commands;

/// <summary><c>export RUN</c>: the best epoch so far as an ONNX file, also of an unfinished run.</summary>
public static class ExportCommand
{
    /// <summary>The command with its argument and flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var output = new Option<string?>("--output")
        {
            Description = "File to write; default: the run's model.onnx",
        };
        var opset = new Option<int>("--opset")
        {
            Description =
                $"ONNX opset version, {OnnxExportOptions.MinOpset} to {OnnxExportOptions.MaxOpset}",
            DefaultValueFactory = _ => 17,
        };
        var command = new Command("export", "Export the best epoch of a run as an ONNX file")
        {
            run, output, opset,
        };
        command.SetAction(line =>
        {
            var folder = RunFolder.Open(line.GetValue(run)!);
            var request = folder.ReadRequest();
            using var state = Checkpoint.Load(folder.Checkpoint, request.Options);
            var path = line.GetValue(output) ?? folder.Model;
            var result = ExportStage.Run(path, state, request, line.GetValue(opset));
            var epoch = state.Best!.Epoch;
            console.MarkupLineInterpolated(
                $"[bold]{path}[/]: epoch {epoch}, {result.Parameters:n0} parameters, {result.Nodes} nodes");
            var difference = result.Difference!.Relative;
            console.MarkupLineInterpolated(
                $"verified: ONNX Runtime and TorchSharp differ by at most {difference:g2} of the largest output");
        });
        return command;
    }
}
