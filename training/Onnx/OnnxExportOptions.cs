using static TorchSharp.torch;

namespace EmoMusic.Training.Onnx;

/// <summary>What an exported file looks like, and how it is checked before it appears.</summary>
public sealed record OnnxExportOptions
{
    public const int LowestOpset = 13;
    public const int HighestOpset = 21;

    /// <summary>The input's shape without its first dimension, the batch.</summary>
    public required IReadOnlyList<long> InputShape { get; init; }

    public string InputName { get; init; } = "input";

    public string OutputName { get; init; } = "output";

    /// <summary>The symbol that stands for the first dimension of input and output.</summary>
    public string BatchName { get; init; } = "batch";

    /// <summary>13 to 21; 17 is read by every ONNX Runtime since 1.12.</summary>
    public int Opset { get; init; } = 17;

    /// <summary>The file's metadata_props, in this order.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>The greatest absolute difference between ONNX Runtime's output and TorchSharp's.</summary>
    public double Tolerance { get; init; } = 1e-4;

    /// <summary>
    /// Gives the check's input, float32 <c>[batch, InputShape]</c>, for a batch size. Without it the input is normally
    /// distributed around 0 with deviation 1, the same at each export.
    /// </summary>
    public Func<long, Tensor>? Sample { get; init; }

    internal void Check()
    {
        if (Opset is < LowestOpset or > HighestOpset)
        {
            throw new OnnxExportException($"options: found opset {Opset}, expected {LowestOpset} to {HighestOpset}.");
        }

        if (InputShape.Any(size => size <= 0))
        {
            throw new OnnxExportException(
                $"options: found input shape [{string.Join(", ", InputShape)}], expected sizes above 0; "
                + "leave the batch out.");
        }

        if (InputName.Length == 0 || OutputName.Length == 0 || InputName == OutputName)
        {
            throw new OnnxExportException(
                $"options: found input name '{InputName}' and output name '{OutputName}', "
                + "expected two different names.");
        }

        if (BatchName.Length == 0)
        {
            throw new OnnxExportException("options: found an empty batch name, expected a symbol such as 'batch'.");
        }
    }
}
