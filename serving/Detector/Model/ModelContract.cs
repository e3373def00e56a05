using System.Globalization;
using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>
/// The contract of a model file: input <c>pixels</c>, float32 [batch, 1, 48, 48], grey values 0–255; output
/// <c>probabilities</c>, float32 [batch, 7]; labels in the metadata. Scaling and softmax are part of the graph.
/// </summary>
internal static class ModelContract
{
    public const string Input = "pixels";
    public const string Output = "probabilities";

    /// <summary>Width and height of the network's input.</summary>
    public const int Side = 48;

    private static readonly int[] InputShape = [-1, 1, Side, Side]; // −1 marks a symbolic dimension
    private static readonly int[] OutputShape = [-1, Emotions.All.Count];

    /// <summary>Reads a file's metadata, and checks the contract.</summary>
    /// <param name="path">The file.</param>
    /// <param name="hash">Its hash.</param>
    /// <exception cref="ModelException">The file is not an ONNX model, or violates the contract.</exception>
    public static ModelMetadata Read(string path, string hash)
    {
        using var session = Open(path);
        CheckValue(session.InputMetadata, $"{path}, input", Input, InputShape);
        CheckValue(session.OutputMetadata, $"{path}, output", Output, OutputShape);

        var metadata = session.ModelMetadata.CustomMetadataMap;
        return new ModelMetadata(
            hash,
            metadata.GetValueOrDefault("network", "unnamed"),
            Number(metadata, "accuracy"),
            Number(metadata, "agreement"),
            Labels(path, metadata),
            metadata.GetValueOrDefault("created", ""),
            (int?)Number(metadata, "dataset_rows"),
            DateTimeOffset.UtcNow);
    }

    private static InferenceSession Open(string path)
    {
        // Only to read metadata: no optimisation, no threads, no log.
        using var options = new Microsoft.ML.OnnxRuntime.SessionOptions
        {
            GraphOptimizationLevel = GraphOptimizationLevel.ORT_DISABLE_ALL,
            IntraOpNumThreads = 1,
            LogSeverityLevel = OrtLoggingLevel.ORT_LOGGING_LEVEL_FATAL,
        };
        try
        {
            return new InferenceSession(path, options);
        }
        catch (OnnxRuntimeException error)
        {
            throw new ModelException(
                $"{path}: ONNX Runtime {OrtEnv.Instance().GetVersionString()} cannot load the model. "
                + $"Promote a run. {error.Message}", error);
        }
    }

    private static void CheckValue(
        IReadOnlyDictionary<string, NodeMetadata> values, string where, string name, int[] shape)
    {
        var matches = values.Count == 1 && values.TryGetValue(name, out var value)
            && value.IsTensor && value.ElementDataType == TensorElementType.Float
            && value.Dimensions.SequenceEqual(shape);
        if (!matches)
        {
            var found = string.Join(", ", values.Select(
                value => $"{value.Key} {value.Value.ElementDataType} {Describe(value.Value.Dimensions)}"));
            throw Violation(where, found, $"one, {name} Float {Describe(shape)}");
        }
    }

    private static string[] Labels(string path, Dictionary<string, string> metadata)
    {
        var found = metadata.GetValueOrDefault("labels", "");
        var labels = found.Split(',', StringSplitOptions.TrimEntries);
        return labels.Order().SequenceEqual(Emotions.All.Select(emotion => emotion.Name()).Order())
            ? labels
            : throw Violation($"{path}, metadata", $"the labels '{found}'",
                $"these, in output order: {string.Join(",", Emotions.All.Select(emotion => emotion.Name()))}");
    }

    private static double? Number(Dictionary<string, string> metadata, string key) =>
        double.TryParse(metadata.GetValueOrDefault(key), CultureInfo.InvariantCulture, out var value) ? value : null;

    private static string Describe(IEnumerable<int> shape) =>
        $"[{string.Join(", ", shape.Select(size => size < 0 ? "batch" : size.ToString()))}]";

    private static ModelException Violation(string where, string found, string expected) =>
        new($"{where}: found {found}, expected {expected}. Promote a run.");
}
