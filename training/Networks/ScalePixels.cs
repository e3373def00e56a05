using TorchSharp;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Scales grey values from 0–255 to −1…1 inside the network, so that training and serving cannot disagree.
/// </summary>
public sealed class ScalePixels() : Module<Tensor, Tensor>(nameof(ScalePixels)), IOnnxModule
{
    /// <summary>Half of the range; it maps to 0.</summary>
    public const float Middle = 127.5f;

    // Static: TorchSharp frees a temporary scalar in a finalizer, which may run while native code reads it.
    private static readonly Scalar Factor = 1 / Middle;
    private static readonly Scalar One = 1f;

    /// <summary>float [n, 1, h, w], 0–255, to float [n, 1, h, w], −1…1, laid out channels last.</summary>
    public override Tensor forward(Tensor input)
    {
        var scaled = input.mul(Factor).sub_(One);

        // With one channel, both layouts have the same bytes. With "channels last" strides, all later convolutions
        // keep that layout, which saves oneDNN from reordering 30 MB before and after each call.
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
