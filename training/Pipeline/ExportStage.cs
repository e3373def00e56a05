using System.Text.Json;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Pipeline;

/// <summary>Exports the best epoch as an ONNX file that satisfies the contract with the server.</summary>
public static class ExportStage
{
    /// <summary>Writes the model with logit bias, temperature, softmax and metadata.</summary>
    /// <exception cref="OnnxExportException">
    /// ONNX Runtime and TorchSharp disagree, or <paramref name="opset"/> is out of range.
    /// </exception>
    public static OnnxExportResult Run(string path, TrainingState state, RunRequest request, int opset = 17)
    {
        var scores = state.BestScores ?? new Scores(state.Best!.ValidationAccuracy, state.Best.Agreement); // older runs
        using var network = Sequential(
            ("network", state.CreateBest()), ("logit_bias", new LogitBias(state.BestCalibration.Bias)),
            ("temperature", new TemperatureScaling(state.BestCalibration.Temperature)), ("softmax", Softmax(1)));
        using var region = NoGCRegion.Enter();
        using var face = rand(1, 1, LabelledImages.Side, LabelledImages.Side) * 255;
        return OnnxExporter.Export(network, face, path, new OnnxExportOptions
        {
            InputName = ModelContract.Input,
            OutputName = ModelContract.Output,
            OpsetVersion = opset,
            Verify = OnnxRuntimeSession.Load,
            Metadata = new Dictionary<string, string>(Agreement(scores))
            {
                ["labels"] = string.Join(',', Emotions.Names),
                ["network"] = state.NetworkName,
                ["created"] = request.Created.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["dataset_sha256"] = state.Data.Sha256,
                ["dataset_rows"] = $"{state.Data.Rows}",
                ["temperature"] = $"{state.BestCalibration.Temperature:f4}",
                ["accuracy"] = $"{scores.Accuracy:f6}",
                ["options"] = JsonSerializer.Serialize(request.Options, OptionsJson.Compact),
            },
        });
    }

    // Only models that were trained on votes have it.
    private static IEnumerable<KeyValuePair<string, string>> Agreement(Scores scores) =>
        scores.Agreement is { } agreement ? [new("agreement", $"{agreement:f6}")] : [];
}
