using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using Spectre.Console;
using TorchSharpToOnnx;

namespace EmoMusic.Training.Pipeline;

/// <summary>Writes charts, metrics.json and report.html into the run's folder.</summary>
public static class ReportStage
{
    /// <summary>Writes the report.</summary>
    /// <param name="run">Where to.</param>
    /// <param name="request">The run's configuration.</param>
    /// <param name="data">Its data.</param>
    /// <param name="state">The trained network and its history.</param>
    /// <param name="exported">The result of the export.</param>
    /// <param name="metrics">The exported file on the validation images.</param>
    /// <param name="probabilities">Its predictions there, float [n, 7].</param>
    /// <param name="agreement">The same by the clear majority of annotators; null without votes.</param>
    public static void Run(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, OnnxExportResult exported,
        Metrics metrics, float[] probabilities, Metrics? agreement) =>
        ReportWriter.Write(run.Path, new RunReport(
            state.NetworkName, exported.Parameters, request.Created, data, data.ValidationName, state.History,
            metrics, probabilities, request.Options, RunEnvironment.Current(), ReproduceCommand.Of(run, request))
        {
            Baselines = BaselineResult.Read(run.Baselines),
            Agreement = agreement,
        });

    /// <summary>Prints the accuracy and where the report is.</summary>
    public static void Print(RunFolder run, Dataset data, Metrics metrics, IAnsiConsole console)
    {
        var (low, high) = metrics.Interval;
        var (accuracy, name) = (metrics.Accuracy, data.ValidationName);
        console.MarkupLineInterpolated(
            $"[bold green]{accuracy:p1}[/] accuracy on {name} (95 % interval {low:p1} to {high:p1})");
        console.MarkupLineInterpolated($"report: [bold]{run.File("report.html")}[/]");
    }
}
