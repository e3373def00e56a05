using System.Text.Json;
using System.Text.Json.Serialization;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using EmoMusic.Training.Learning;
using EmoMusic.Training.Networks;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Runs;

/// <summary>The best epoch of a run as a file that keeps the server's contract.</summary>
public static class ModelExport
{
    private static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>Writes the model, with the softmax and everything that the server must know inside.</summary>
    /// <exception cref="OnnxExportException">
    /// ONNX Runtime and TorchSharp differ on it, or <paramref name="opset"/> is out of range.
    /// </exception>
    public static OnnxExportResult Write(string path, TrainingState state, RunRequest request, int opset = 17)
    {
        using var network = Sequential(
            ("network", state.CreateBest()), ("favour", new Favour(request.Options.FavourFear)),
            ("confidence", new Divide(state.BestTemperature)), ("softmax", Softmax(1)));
        using var face = rand(1, 1, LabelledImages.Side, LabelledImages.Side) * 255;
        return OnnxExporter.Export(network, face, path, new OnnxExportOptions
        {
            InputName = ModelContract.Input,
            OutputName = ModelContract.Output,
            OpsetVersion = opset,
            Verify = OnnxRuntimeSession.Load,
            Metadata = new Dictionary<string, string>
            {
                ["labels"] = string.Join(',', Emotions.Names),
                ["network"] = state.NetworkName,
                ["created"] = request.Created.ToString("yyyy-MM-ddTHH:mm:ssZ"),
                ["dataset_sha256"] = state.Data.Sha256,
                ["dataset_rows"] = $"{state.Data.Rows}",
                ["temperature"] = $"{state.BestTemperature:f4}",
                ["accuracy"] = $"{state.Best!.ValidationAccuracy:f6}",
                ["options"] = JsonSerializer.Serialize(request.Options, Json),
            },
        });
    }
}
