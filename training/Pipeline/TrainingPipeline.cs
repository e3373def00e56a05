using System.Runtime.InteropServices;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using Spectre.Console;

namespace EmoMusic.Training.Pipeline;

/// <summary>
/// A run from the CSV to the served model: load, initialise, fit, export, evaluate, report, promote.
/// </summary>
public static class TrainingPipeline
{
    private const int Interrupted = 130; // the exit code that shells use for SIGINT

    /// <summary>Starts a new run.</summary>
    /// <param name="request">The run's configuration.</param>
    /// <param name="teachers">ONNX files to distil from.</param>
    /// <param name="run">The run's folder, which is created.</param>
    /// <param name="promote">Whether to serve the model afterwards.</param>
    /// <param name="console">Where progress is printed.</param>
    /// <param name="given">Flags on the command line: the others may be adapted to the data; null to adapt none.</param>
    /// <returns>The process's exit code.</returns>
    public static int Start(
        RunRequest request, RunFolder run, IReadOnlyList<string> teachers, bool promote, IAnsiConsole console,
        IReadOnlyCollection<string>? given = null)
    {
        InitialiseStage.Validate(request);
        Teachers.Validate(teachers);
        using var data = LoadStage.Run(request, console);
        request = given is null ? request : InitialiseStage.AdaptOptions(request, data, given);
        request = InitialiseStage.AdaptPrecision(request, console);
        using var state = InitialiseStage.Run(request, data, console);
        run.Create(request);
        using var own = run.Lock();
        Teachers.CopyTo(run, teachers);
        return FitAndFinish(run, request, data, state, promote, console);
    }

    /// <summary>Resumes a run after its last checkpoint.</summary>
    /// <param name="run">The run's folder.</param>
    /// <param name="data">Path of the data if it has moved, else null.</param>
    /// <param name="promote">Whether to serve the model afterwards.</param>
    /// <param name="console">Where progress is printed.</param>
    /// <returns>The process's exit code.</returns>
    public static int Resume(RunFolder run, string? data, bool promote, IAnsiConsole console)
    {
        using var own = run.Lock();
        var request = InitialiseStage.AdaptPrecision(run.ReadRequest().At(data), console);
        using var dataset = LoadStage.Run(request, console);
        using var state = File.Exists(run.Checkpoint)
            ? Checkpoint.Load(run.Checkpoint, request.Options) : InitialiseStage.Run(request, dataset, console);
        state.CheckData(dataset);
        return FitAndFinish(run, request, dataset, state, promote, console);
    }

    /// <summary>Exports and evaluates the best epoch so far and writes the report.</summary>
    /// <returns>The metrics of the exported file.</returns>
    /// <exception cref="TorchSharpToOnnx.OnnxExportException">
    /// ONNX Runtime and TorchSharp disagree about the exported file.
    /// </exception>
    public static Metrics Finish(RunFolder run, RunRequest request, Dataset data, TrainingState state)
    {
        using var onInterrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, _ => Console.Error.WriteLine(
            $"Stopped before the report was written. Write it with: dotnet run --project training -- report {run.Path}"));
        var exported = ExportStage.Run(run.Model, state, request);
        var (metrics, probabilities, agreement) = EvaluateStage.Run(run.Model, data.Validation);
        ReportStage.Run(run, request, data, state, exported, metrics, probabilities, agreement);
        return metrics;
    }

    private static int FitAndFinish(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, bool promote, IAnsiConsole console)
    {
        if (!FitStage.Run(run, request, data, state, console))
        {
            return Interrupted;
        }

        ReportStage.Print(run, data, Finish(run, request, data, state), console);
        if (promote)
        {
            PromoteStage.Run(run, data, console);
        }

        return 0;
    }
}
