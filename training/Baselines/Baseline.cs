using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using TorchSharpToOnnx;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using Microsoft.ML.Transforms.Onnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Baselines;

/// <summary>A yardstick: how far one gets on the same rows without a network.</summary>
/// <param name="Name">The file's name too, without <c>.zip</c>.</param>
/// <param name="About">What it is, for the reader of a table.</param>
/// <param name="Pipeline">
/// From <see cref="ModelContract.Input"/>, float [1, 1, 48, 48], and a key Label to ML.NET's Score; files that it needs
/// may be put into the folder.
/// </param>
public sealed record Baseline(string Name, string About, Func<MLContext, string, IEstimator<ITransformer>> Pipeline)
{
    private const string Label = FaceRow.LabelColumn;
    private const string Features = "features";

    /// <summary>From the least to the most that is made of a face.</summary>
    public static IReadOnlyList<Baseline> All { get; } =
    [
        // Logistic regression on faces painted black: what is left to learn is how common each emotion is.
        new("majority", "the shares of the emotions, without a look", (context, _) =>
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
                IntraOpNumThreads = 1, // for one face at a time, more would only wait for each other
            })
                .AppendCacheCheckpoint(context)
                .Append(context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
                {
                    LabelColumnName = Label,
                    FeatureColumnName = Features,
                    UseSoftmax = true,
                }))),
    ];

    // As an ONNX file, which ML.NET puts into its own: who loads the model needs nothing of this program.
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
