using System.CommandLine;
using EmoMusic.Training.Learning;
using TorchSharpToOnnx;
using EmoMusic.Training.Runs;
using Spectre.Console;

namespace EmoMusic.Training.Commands;

/// <summary><c>export RUN</c>: the best epoch so far as an ONNX file, also of a run that has not ended.</summary>
public static class ExportCommand
{
    /// <summary>The command with its argument and flags.</summary>
    public static Command Create(IAnsiConsole console)
    {
        var run = new Argument<string>("run") { Description = "Folder of the run" };
        var output = new Option<string?>("--output")
        {
            Description = "The file to write; without it the run's model.onnx",
        };
        var opset = new Option<int>("--opset")
        {
            Description =
                $"Version of ONNX's operators, {OnnxExportOptions.MinOpset} to {OnnxExportOptions.MaxOpset}",
            DefaultValueFactory = _ => 17,
        };
        var command = new Command("export", "Write the best epoch of a run as an ONNX file") { run, output, opset };
        command.SetAction(line =>
        {
            var folder = RunFolder.Open(line.GetValue(run)!);
            var request = folder.ReadRequest();
            using var state = Checkpoint.Load(folder.Checkpoint, request.Options);
            var path = line.GetValue(output) ?? folder.Model;
            var result = ModelExport.Write(path, state, request, line.GetValue(opset));
            var epoch = state.Best!.Epoch;
            console.MarkupLineInterpolated(
                $"[bold]{path}[/]: epoch {epoch}, {result.Parameters:n0} parameters, {result.Nodes} nodes");
            console.MarkupLineInterpolated(
                $"verified: ONNX Runtime and TorchSharp differ by at most {result.Difference!.Relative:g2} of the largest output");
        });
        return command;
    }
}
