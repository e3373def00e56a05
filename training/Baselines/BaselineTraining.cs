using System.Diagnostics;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Data;
using Microsoft.ML.Transforms.Onnx;

namespace EmoMusic.Training.Baselines;

/// <summary>Trains, saves and evaluates a baseline.</summary>
public static class BaselineTraining
{
    /// <summary>
    /// Trains on the training rows, writes <c>NAME.zip</c>, loads it and evaluates it on the validation rows, and writes the
    /// same model as <c>NAME.onnx</c>. Both map <see cref="ModelContract.Input"/> to <see cref="ModelContract.Output"/>, as a
    /// network's file does.
    /// </summary>
    /// <param name="baseline">The baseline.</param>
    /// <param name="data">Training and validation rows.</param>
    /// <param name="folder">Existing folder for the files.</param>
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
            var features = Path.Combine(work, "features.onnx");
            baseline.ExportFeatures(features);
            var rows = Rows(context, data.Training);
            using var featurizer = context.Transforms.ApplyOnnxModel(new OnnxOptions
            {
                ModelFile = features,
                InputColumns = [ModelContract.Input],
                OutputColumns = [Baseline.Features],
                IntraOpNumThreads = 1, // more threads do not help with one face at a time
            }).Fit(rows);
            var featurized = context.Data.Cache(featurizer.Transform(rows), Baseline.Features, FaceRow.LabelColumn);
            var predictor = baseline.CreateTrainer(context).Fit(featurized);
            var output = context.Transforms.CopyColumns(ModelContract.Output, "Score").Fit(predictor.Transform(featurized));
            var model = new TransformerChain<ITransformer>(featurizer, predictor, output);
            context.Model.Save(model, rows.Schema, path + ".unfinished");
            File.Move(path + ".unfinished", path, overwrite: true);

            var training = clock.Elapsed;
            var (metrics, mlNet) = Evaluate(path, data.Validation);
            BaselineOnnx.Write(
                Path.ChangeExtension(path, ".onnx"), baseline, features, context, predictor, featurized, data, metrics.Accuracy);
            using var exam = data.Validation.Votes is null ? null : data.Validation.ByMajority();
            var result = new BaselineResult(
                baseline.Name, baseline.Description, metrics.Accuracy, metrics.Interval, metrics.MacroAccuracy,
                metrics.LogLoss, metrics.Calibration.Error, training.TotalSeconds, new FileInfo(path).Length)
            {
                Agreement = exam is null ? null : Evaluate(path, exam).Metrics.Accuracy,
            };
            return (result, metrics, mlNet);
        }
        finally
        {
            Directory.Delete(work, recursive: true);
        }
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
