using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>
/// What an exported file looks like, and how it is verified before it appears. The words are those of
/// <c>torch.onnx.export</c>.
/// </summary>
public sealed record OnnxExportOptions
{
    /// <summary>The oldest opset that the exporter writes.</summary>
    public const int MinOpset = 13;

    /// <summary>The newest opset that the exporter writes.</summary>
    public const int MaxOpset = 21;

    /// <summary>The input's name.</summary>
    public string InputName { get; init; } = "input";

    /// <summary>The output's name.</summary>
    public string OutputName { get; init; } = "output";

    /// <summary>
    /// Axes whose size is left open, by their symbol. Only axis 0, the batch, can be: <c>[0] = "batch"</c> is the default; an
    /// empty dictionary fixes the batch at the example's.
    /// </summary>
    public IReadOnlyDictionary<int, string> DynamicAxes { get; init; } = new Dictionary<int, string> { [0] = "batch" };

    /// <summary>13 to 21; every ONNX Runtime since 1.12 reads 17.</summary>
    public int OpsetVersion { get; init; } = 17;

    /// <summary>The file's metadata_props, in this order.</summary>
    public IReadOnlyDictionary<string, string> Metadata { get; init; } = new Dictionary<string, string>();

    /// <summary>
    /// Loads the written file in a runtime to compare it with TorchSharp; <c>OnnxRuntimeSession.Load</c> of the package
    /// TorchSharpToOnnx.OnnxRuntime. Null writes without verification.
    /// </summary>
    public Func<string, IOnnxSession>? Verify { get; init; }

    /// <summary>
    /// The greatest difference between the file's output and TorchSharp's as a share of the output's largest absolute value.
    /// </summary>
    public double RelativeTolerance { get; init; } = 1e-4;

    /// <summary>A difference up to this passes whatever its share; for outputs that are all 0.</summary>
    public double AbsoluteTolerance { get; init; } = 1e-8;

    internal void Check(Tensor example)
    {
        if (OpsetVersion is < MinOpset or > MaxOpset)
        {
            throw new OnnxExportException($"options: found opset {OpsetVersion}, expected {MinOpset} to {MaxOpset}.");
        }

        if (example.dtype != ScalarType.Float32 || example.dim() == 0 || example.numel() == 0)
        {
            throw new OnnxExportException(
                $"example input: found {example.dtype} [{string.Join(", ", example.shape)}], expected Float32 with the batch in "
                + "front and no size of 0.");
        }

        if (InputName.Length == 0 || OutputName.Length == 0 || InputName == OutputName)
        {
            throw new OnnxExportException(
                $"options: found input name '{InputName}' and output name '{OutputName}', "
                + "expected two different names.");
        }

        if (DynamicAxes.Keys.Any(axis => axis != 0))
        {
            throw new OnnxExportException(
                $"options: found dynamic axis {DynamicAxes.Keys.First(axis => axis != 0)}, expected only axis 0, the batch.");
        }

        if (DynamicAxes.Values.Contains(""))
        {
            throw new OnnxExportException("options: found an empty name of axis 0, expected a symbol such as 'batch'.");
        }
    }
}
