using System.Diagnostics;
using EmoMusic.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>What ML.NET says about a model file.</summary>
/// <param name="Accuracy">Its micro accuracy.</param>
/// <param name="MacroAccuracy">Mean recall of the classes that have images.</param>
/// <param name="LogLoss">Mean of −ln of the label's probability.</param>
/// <param name="LogLossByClass">The same by class, in the model's order.</param>
/// <param name="Confusion">Images by [actual][predicted].</param>
/// <param name="Elapsed">Reading the file again, scoring and judging.</param>
public sealed record MlNetMetrics(
    double Accuracy,
    double MacroAccuracy,
    double LogLoss,
    IReadOnlyList<double> LogLossByClass,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    TimeSpan Elapsed);

/// <summary>Judges a model file by ML.NET: ApplyOnnxModel, then MulticlassClassification.Evaluate.</summary>
public static class MlNetEvaluation
{
    private const int Classes = 7;

    /// <summary>Scores the images one at a time, which is ML.NET's way with ONNX, and judges the scores.</summary>
    /// <exception cref="ModelFileException">The model has other emotions than the images.</exception>
    public static MlNetMetrics Evaluate(ModelFile model, LabelledImages images)
    {
        var clock = Stopwatch.StartNew();
        var context = new MLContext();
        var rows = context.Data.LoadFromEnumerable(Rows(images, model.LabelsOf(images)));
        var pipeline = context.Transforms
            .ApplyOnnxModel(ModelContract.Output, ModelContract.Input, model.FullPath)
            .Append(context.Transforms.CustomMapping<Scored, Predicted>(Predict, contractName: null));

        var scored = pipeline.Fit(rows).Transform(rows);
        var metrics = context.MulticlassClassification.Evaluate(
            scored, nameof(Row.Label), ModelContract.Output, nameof(Predicted.PredictedLabel));

        return new MlNetMetrics(
            metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss, metrics.PerClassLogLoss,
            [.. metrics.ConfusionMatrix.Counts.Select(row => row.Select(count => (int)count).ToArray())],
            clock.Elapsed);
    }

    private static IEnumerable<Row> Rows(LabelledImages images, int[] labels)
    {
        for (var i = 0; i < labels.Length; i++)
        {
            yield return new Row
            {
                Pixels = Array.ConvertAll(images.PixelsOf(i), pixel => (float)pixel),
                Label = (uint)labels[i],
            };
        }
    }

    private static void Predict(Scored scored, Predicted predicted) =>
        predicted.PredictedLabel = (uint)Metrics.IndexOfHighest(scored.Probabilities);

    // A key's value counts from 0 here; inside of ML.NET from 1, where 0 is "missing".
    private sealed class Row
    {
        [ColumnName(ModelContract.Input), VectorType(1, 1, LabelledImages.Side, LabelledImages.Side)]
        public float[] Pixels { get; set; } = [];

        [KeyType(Classes)]
        public uint Label { get; set; }
    }

    private sealed class Scored
    {
        [ColumnName(ModelContract.Output), VectorType(1, Classes)]
        public float[] Probabilities { get; set; } = [];
    }

    private sealed class Predicted
    {
        [KeyType(Classes)]
        public uint PredictedLabel { get; set; }
    }
}
