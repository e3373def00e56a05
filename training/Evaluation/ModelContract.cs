using Microsoft.ML.OnnxRuntime;
using Microsoft.ML.OnnxRuntime.Tensors;

namespace EmoMusic.Training.Evaluation;

/// <summary>The contract between training and serving: input, output and metadata of a model file.</summary>
public static class ModelContract
{
    /// <summary>The input: float32 [batch, 1, 48, 48], grey values 0–255.</summary>
    public const string Input = "pixels";

    /// <summary>The output: float32 [batch, 7], each row sums to 1.</summary>
    public const string Output = "probabilities";

    /// <summary>Required metadata.</summary>
    public static IReadOnlyList<string> MetadataKeys { get; } =
        ["labels", "network", "created", "dataset_sha256", "dataset_rows", "accuracy", "options"];

    private const int Classes = 7;
    private const int Symbolic = -1; // a symbolic dimension in ONNX Runtime
    private static readonly int[] InputShape = [Symbolic, 1, 48, 48];
    private static readonly int[] OutputShape = [Symbolic, Classes];

    /// <summary>Validates a loaded file.</summary>
    /// <returns>Its labels in output order.</returns>
    /// <exception cref="ModelFileException">The file breaks the contract.</exception>
    public static IReadOnlyList<string> Check(InferenceSession session, string name)
    {
        CheckValue(session.InputMetadata, $"{name}, input", Input, InputShape);
        CheckValue(session.OutputMetadata, $"{name}, output", Output, OutputShape);

        var metadata = session.ModelMetadata.CustomMetadataMap;
        if (MetadataKeys.FirstOrDefault(key => !metadata.ContainsKey(key)) is { } missing)
        {
            var found = metadata.Count == 0 ? "none" : string.Join(", ", metadata.Keys.Order(StringComparer.Ordinal));
            throw Broken($"{name}, metadata", $"no '{missing}' (there is {found})", string.Join(", ", MetadataKeys));
        }

        var labels = metadata["labels"].Split(',', StringSplitOptions.TrimEntries);
        if (labels.Length != Classes || labels.Distinct().Count() != Classes || labels.Contains(""))
        {
            var found = $"the labels '{metadata["labels"]}'";
            throw Broken($"{name}, metadata", found, "seven distinct labels separated by commas");
        }

        return labels;
    }

    private static void CheckValue(
        IReadOnlyDictionary<string, NodeMetadata> values, string where, string name, int[] shape)
    {
        var found = string.Join(", ", values.Select(value => $"{value.Key} {Describe(value.Value)}"));
        var valid = values.Count == 1 && values.TryGetValue(name, out var value)
            && value.IsTensor && value.ElementDataType == TensorElementType.Float
            && value.Dimensions.SequenceEqual(shape);
        if (!valid)
        {
            throw Broken(where, found, $"one, {name} float32 {Describe(shape)}");
        }
    }

    private static string Describe(NodeMetadata value) =>
        !value.IsTensor ? value.OnnxValueType.ToString()
        : value.ElementDataType == TensorElementType.Float ? $"float32 {Describe(value.Dimensions)}"
        : $"{value.ElementDataType.ToString().ToLowerInvariant()} {Describe(value.Dimensions)}";

    private static string Describe(IEnumerable<int> shape) =>
        $"[{string.Join(", ", shape.Select(size => size == Symbolic ? "batch" : size.ToString()))}]";

    private static ModelFileException Broken(string where, string found, string expected) =>
        new($"{where}: found {found}, expected {expected}. Use a file written by a run or by the export command.");
}
