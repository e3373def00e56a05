using System.Diagnostics;
using EmoMusic.Training.Data;
using Microsoft.ML;
using Microsoft.ML.Data;

namespace EmoMusic.Training.Evaluation;

/// <summary>Metrics of a model as ML.NET computes them.</summary>
/// <param name="Accuracy">Micro accuracy.</param>
/// <param name="MacroAccuracy">Mean recall of the classes that have images.</param>
/// <param name="LogLoss">Mean of −ln of the label's probability.</param>
/// <param name="LogLossByClass">Log-loss per class, in the model's order.</param>
/// <param name="Confusion">Images by [actual][predicted].</param>
/// <param name="Elapsed">Time for loading, scoring and evaluation.</param>
public sealed record MlNetMetrics(
    double Accuracy,
    double MacroAccuracy,
    double LogLoss,
    IReadOnlyList<double> LogLossByClass,
    IReadOnlyList<IReadOnlyList<int>> Confusion,
    TimeSpan Elapsed)
{
    /// <summary>Replaces those of our metrics that ML.NET computes too.</summary>
    public Metrics MergeInto(Metrics metrics) => metrics with
    {
        Accuracy = Accuracy,
        MacroAccuracy = MacroAccuracy,
        LogLoss = LogLoss,
        Confusion = Confusion,
    };
}

/// <summary>Evaluates a model with ML.NET: ApplyOnnxModel, then MulticlassClassification.Evaluate.</summary>
public static class MlNetEvaluation
{
    private const int Classes = 7;

    /// <summary>Scores the images one at a time, as ML.NET does with ONNX, and evaluates the scores.</summary>
    /// <exception cref="ModelFileException">The model's emotions differ from those of the images.</exception>
    public static MlNetMetrics Evaluate(ModelFile model, LabelledImages images)
    {
        var clock = Stopwatch.StartNew();
        var context = new MLContext();
        var rows = context.Data.LoadFromEnumerable(FaceRow.Of(images, model.LabelsOf(images)));
        var pipeline = context.Transforms
            .ApplyOnnxModel(ModelContract.Output, ModelContract.Input, model.FullPath)
            .Append(context.Transforms.CustomMapping<Scored, Predicted>(Predict, contractName: null));
        return Evaluate(context, pipeline.Fit(rows).Transform(rows), clock);
    }

    /// <summary>Evaluates scored rows.</summary>
    /// <param name="context">Context of the rows.</param>
    /// <param name="scored">Rows with a label, <see cref="ModelContract.Output"/>, and a key PredictedLabel.</param>
    /// <param name="clock">Started before loading the model.</param>
    public static MlNetMetrics Evaluate(MLContext context, IDataView scored, Stopwatch clock)
    {
        var metrics = context.MulticlassClassification.Evaluate(
            scored, FaceRow.LabelColumn, ModelContract.Output, nameof(Predicted.PredictedLabel));
        return new MlNetMetrics(
            metrics.MicroAccuracy, metrics.MacroAccuracy, metrics.LogLoss, metrics.PerClassLogLoss,
            [.. metrics.ConfusionMatrix.Counts.Select(row => row.Select(count => (int)count).ToArray())],
            clock.Elapsed);
    }

    private static void Predict(Scored scored, Predicted predicted) =>
        predicted.PredictedLabel = (uint)Metrics.ArgMax(scored.Probabilities);

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
