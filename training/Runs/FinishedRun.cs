using EmoMusic.Training.Commands;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;
using Spectre.Console;

namespace EmoMusic.Training.Runs;

/// <summary>What is made of a run once it has learnt: the model, its figures and the report.</summary>
public static class FinishedRun
{
    /// <summary>Exports the best epoch, judges the exported file on the validation images, and writes the report.</summary>
    public static Metrics Write(RunFolder run, RunRequest request, Dataset data, TrainingState state)
    {
        var exported = ModelExport.Write(run.Model, state, request);
        using var model = ModelFile.Open(run.Model);
        var probabilities = model.Predict(data.Validation);
        var metrics = Metrics.Of(probabilities, model.LabelsOf(data.Validation), model.Labels);
        ReportWriter.Write(run.Path, new RunReport(
            state.NetworkName, exported.Parameters, request.Created, data, data.ValidationName, state.History,
            metrics, probabilities, request.Options, RunEnvironment.Current(),
            OptionFlags.CommandLine(data.IsDrawn ? null : data.Source, request.Options)));
        return metrics;
    }
}
