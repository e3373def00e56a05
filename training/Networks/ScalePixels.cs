using TorchSharpToOnnx;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>Raw grey values 0–255 to −1…1, inside the network: training and serving cannot disagree.</summary>
public sealed class ScalePixels() : Module<Tensor, Tensor>(nameof(ScalePixels)), IOnnxModule
{
    /// <summary>Half of the range: what stands for 0 afterwards.</summary>
    public const float Middle = 127.5f;

    // Kept for good: TorchSharp frees a temporary scalar from a finalizer, which may come while native code reads it.
    private static readonly Scalar Factor = 1 / Middle;
    private static readonly Scalar One = 1f;

    /// <summary>float [n, 1, h, w], 0–255, to float [n, 1, h, w], −1…1, laid out channels last.</summary>
    public override Tensor forward(Tensor input)
    {
        var scaled = input.mul(Factor).sub_(One);

        // With one channel both layouts are the same bytes; told "channels last", every convolution behind it keeps to
        // that layout, which oneDNN takes as it is instead of reordering 30 MB before and after each call.
        var (n, h, w) = (input.shape[0], input.shape[2], input.shape[3]);
        return input.shape[1] == 1 ? scaled.as_strided([n, 1, h, w], [h * w, 1, w, 1]) : scaled;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var scaled = graph.Add("Mul", [input, graph.Number("factor", 1 / Middle)]);
        return graph.Add("Sub", [scaled, graph.Number("one", 1)]);
    }
}
