using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms.Onnx;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Baselines;

/// <summary>A simple ML.NET model to compare networks with.</summary>
/// <param name="Name">Name, also of its file without <c>.zip</c>.</param>
/// <param name="Description">One line for tables.</param>
/// <param name="Pipeline">
/// Maps <see cref="ModelContract.Input"/>, float [1, 1, 48, 48], and a key Label to ML.NET's Score; it may write files
/// that it needs into the folder.
/// </param>
public sealed record Baseline(
    string Name, string Description, Func<MLContext, string, IEstimator<ITransformer>> Pipeline)
{
    private const string Label = FaceRow.LabelColumn;
    private const string Features = "features";

    /// <summary>From the simplest to the strongest.</summary>
    public static IReadOnlyList<Baseline> All { get; } =
    [
        // Logistic regression on constant features, which can only learn class frequencies.
        new("majority", "class frequencies only", (context, _) =>
            context.Transforms.Expression(Features, "x => 0f", ModelContract.Input)
                .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(Label, Features))),

        new("pixels", "logistic regression on the pixels", (context, _) =>
            context.Transforms.NormalizeMeanVariance(Features, ModelContract.Input, fixZero: false)
                .AppendCacheCheckpoint(context)
                .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    Label, Features, l1Regularization: 0, l2Regularization: 1000, optimizationTolerance: 1e-4f))),

        new("gradients", "LightGBM on histograms of oriented gradients", (context, folder) =>
            context.Transforms.ApplyOnnxModel(new OnnxOptions
            {
                ModelFile = ExportGradients(folder),
                InputColumns = [ModelContract.Input],
                OutputColumns = [Features],
                IntraOpNumThreads = 1, // more threads do not help with one face at a time
            })
                .AppendCacheCheckpoint(context)
                .Append(context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
                {
                    LabelColumnName = Label,
                    FeatureColumnName = Features,
                    UseSoftmax = true,
                }))),
    ];

    // As an ONNX file, which ML.NET embeds in its own: loading the model does not need this program.
    private static string ExportGradients(string folder)
    {
        var path = Path.Combine(folder, "gradients.onnx");
        using var gradients = new OrientedGradients();
        using var face = rand(1, 1, LabelledImages.Side, LabelledImages.Side) * 255;
        OnnxExporter.Export(gradients, face, path, new OnnxExportOptions
        {
            InputName = ModelContract.Input,
            OutputName = Features,
            Verify = OnnxRuntimeSession.Load,
        });
        return path;
    }
}
