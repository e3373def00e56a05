using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using Microsoft.ML;
using TorchSharpToOnnx;

namespace EmoMusic.Training.Baselines;

/// <summary>A trained baseline as an ONNX file that keeps the <see cref="ModelContract"/>, for <c>evaluate</c> and the server.</summary>
public static class BaselineOnnx
{
    private const string Score = "Score";

    /// <summary>Converts the predictor (Microsoft.ML.OnnxConverter) and feeds it the features.</summary>
    /// <param name="path">Where the file goes.</param>
    /// <param name="baseline">Its name becomes the file's network.</param>
    /// <param name="features">Path of the features' ONNX file.</param>
    /// <param name="context">The context of the predictor.</param>
    /// <param name="predictor">Maps <see cref="Baseline.Features"/> to Score.</param>
    /// <param name="featurized">Rows that it takes.</param>
    /// <param name="data">The data it was trained on.</param>
    /// <param name="accuracy">Accuracy on the validation images, 0 to 1.</param>
    public static void Write(
        string path,
        Baseline baseline,
        string features,
        MLContext context,
        ITransformer predictor,
        IDataView featurized,
        Dataset data,
        double accuracy)
    {
        var converted = Path.ChangeExtension(features, ".predictor.onnx");
        using (var stream = File.Create(converted))
        {
            context.Model.ConvertToOnnx(predictor, featurized, stream, Score);
        }

        OnnxCompose.Merge(features, converted, Baseline.Features, $"{Score}.output", path, new OnnxExportOptions
        {
            OutputName = ModelContract.Output,
            Metadata = new Dictionary<string, string>
            {
                ["labels"] = string.Join(',', Emotions.Names),
                ["network"] = baseline.Name,
                ["created"] = DateTime.UtcNow.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["dataset_sha256"] = data.Sha256,
                ["dataset_rows"] = $"{data.Rows}",
                ["accuracy"] = $"{accuracy:f6}",
                ["options"] = "{}",
            },
        });
        ModelFile.Open(path).Dispose(); // throws if it breaks the contract
    }
}
