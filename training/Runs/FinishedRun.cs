using EmoMusic.Training.Baselines;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Reports;

namespace EmoMusic.Training.Runs;

/// <summary>What is made of a run once it has learnt: the model, its figures and the report.</summary>
public static class FinishedRun
{
    /// <summary>Exports the best epoch, judges that file on the validation images, and writes the report.</summary>
    /// <param name="run">Where to.</param>
    /// <param name="request">What was asked for.</param>
    /// <param name="data">What was learnt from.</param>
    /// <param name="state">What came of it.</param>
    /// <param name="command">What to type for the same again.</param>
    /// <returns>The figures of the exported file.</returns>
    /// <exception cref="Onnx.OnnxExportException">ONNX Runtime and TorchSharp differ on it.</exception>
    public static Metrics Write(
        RunFolder run, RunRequest request, Dataset data, TrainingState state, string command)
    {
        var exported = ModelExport.Write(run.Model, state, request);
        using var model = ModelFile.Open(run.Model);
        var probabilities = model.Predict(data.Validation);
        var metrics = Metrics.Of(probabilities, model.LabelsOf(data.Validation), model.Labels);
        ReportWriter.Write(run.Path, new RunReport(
            state.NetworkName, exported.Parameters, request.Created, data, data.ValidationName, state.History,
            metrics, probabilities, request.Options, RunEnvironment.Current(), command)
        {
            Baselines = BaselineResult.Read(run.Baselines),
        });
        return metrics;
    }
}
