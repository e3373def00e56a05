using System.Diagnostics;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Baselines;

/// <summary>Trains, saves and evaluates a baseline.</summary>
public static class BaselineTraining
{
    /// <summary>
    /// Trains on the training rows, writes <c>NAME.zip</c>, loads it and evaluates it on the validation rows. The file
    /// maps <see cref="ModelContract.Input"/> to <see cref="ModelContract.Output"/>, as a network's does.
    /// </summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="data">Training and validation rows.</param>
    /// <param name="folder">Existing folder for the file.</param>
    /// <param name="seed">Random seed.</param>
    public static (BaselineResult Result, Metrics Metrics, MlNetMetrics MlNet) Run(
        Baseline baseline, Dataset data, string folder, int seed)
    {
        var clock = Stopwatch.StartNew();
        var context = new MLContext(seed);
        var path = Path.Combine(folder, $"{baseline.Name}.zip");
        var work = Directory.CreateTempSubdirectory("emomusic-").FullName;
        try
        {
            var rows = Rows(context, data.Training);
            var model = baseline.Pipeline(context, work)
                .Append(context.Transforms.CopyColumns(ModelContract.Output, "Score"))
                .Fit(rows);
            context.Model.Save(model, rows.Schema, path + ".unfinished");
            (model as IDisposable)?.Dispose();
            File.Move(path + ".unfinished", path, overwrite: true);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }

        var training = clock.Elapsed;
        var (metrics, mlNet) = Evaluate(path, data.Validation);
        var result = new BaselineResult(
            baseline.Name, baseline.Description, metrics.Accuracy, metrics.Interval, metrics.MacroAccuracy,
            metrics.LogLoss, metrics.Calibration.Error, training.TotalSeconds, new FileInfo(path).Length);
        return (result, metrics, mlNet);
    }

    private static (Metrics Metrics, MlNetMetrics MlNet) Evaluate(string path, LabelledImages images)
    {
        var clock = Stopwatch.StartNew();
        var context = new MLContext();
        var model = context.Model.Load(path, out _);
        var scored = context.Data.Cache(model.Transform(Rows(context, images)), ModelContract.Output,
            FaceRow.LabelColumn, "PredictedLabel");
        var mlNet = MlNetEvaluation.Evaluate(context, scored, clock);
        var probabilities = scored.GetColumn<float[]>(ModelContract.Output).SelectMany(row => row).ToArray();
        (model as IDisposable)?.Dispose();
        return (mlNet.MergeInto(Metrics.Of(probabilities, Labels(images), Emotions.Names)), mlNet);
    }

    private static IDataView Rows(MLContext context, LabelledImages images) =>
        context.Data.LoadFromEnumerable(FaceRow.Of(images, Labels(images)));

    private static int[] Labels(LabelledImages images) => [.. images.Labels.data<long>().Select(label => (int)label)];
}
