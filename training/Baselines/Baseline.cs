using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using Microsoft.ML.Trainers.LightGbm;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Baselines;

/// <summary>A simple ML.NET model to compare networks with: fixed features, then a trainer.</summary>
/// <param name="Name">Name, also of its files without <c>.zip</c> and <c>.onnx</c>.</param>
/// <param name="Description">One line for tables.</param>
/// <param name="CreateFeatures">A module from grey values 0–255, float [n, 1, 48, 48], to features, float [n, k].</param>
/// <param name="CreateTrainer">Maps <see cref="Features"/> and a key Label to ML.NET's Score.</param>
public sealed record Baseline(
    string Name,
    string Description,
    Func<Module<Tensor, Tensor>> CreateFeatures,
    Func<MLContext, IEstimator<ITransformer>> CreateTrainer)
{
    /// <summary>The column between the features and the trainer.</summary>
    public const string Features = "features";

    private const string Label = FaceRow.LabelColumn;

    /// <summary>From the simplest to the strongest.</summary>
    public static IReadOnlyList<Baseline> All { get; } =
    [
        // Logistic regression on a constant feature, which can only learn class frequencies.
        new("majority", "class frequencies only", CreateConstant, context =>
            context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(Label, Features)),

        new("pixels", "logistic regression on the pixels", () => Flatten(), context =>
            context.Transforms.NormalizeMeanVariance(Features, fixZero: false)
                .AppendCacheCheckpoint(context)
                .Append(context.MulticlassClassification.Trainers.LbfgsMaximumEntropy(
                    Label, Features, l1Regularization: 0, l2Regularization: 1000, optimizationTolerance: 1e-4f))),

        new("gradients", "LightGBM on histograms of oriented gradients", () => new OrientedGradients(), context =>
            context.MulticlassClassification.Trainers.LightGbm(new LightGbmMulticlassTrainer.Options
            {
                LabelColumnName = Label,
                FeatureColumnName = Features,
                UseSoftmax = true,
            })),
    ];

    /// <summary>Writes the features as an ONNX file, from <see cref="ModelContract.Input"/> to <see cref="Features"/>.</summary>
    public void ExportFeatures(string path)
    {
        using var region = NoGCRegion.Enter();
        using var features = CreateFeatures();
        using var face = rand(1, 1, LabelledImages.Side, LabelledImages.Side) * 255;
        OnnxExporter.Export(features, face, path, new OnnxExportOptions
        {
            InputName = ModelContract.Input,
            OutputName = Features,
            Verify = OnnxRuntimeSession.Load,
        });
    }

    // The mean grey value times 0.
    private static Module<Tensor, Tensor> CreateConstant()
    {
        var zero = Linear(1, 1, hasBias: false);
        using var noGradients = no_grad();
        zero.weight.zero_();
        return Sequential(AdaptiveAvgPool2d(1), Flatten(), zero);
    }
}
