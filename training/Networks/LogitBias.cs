using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Adds a constant to each logit, which trades precision of one class for recall of another.
/// Source: Menon et al., "Long-tail Learning via Logit Adjustment" (ICLR 2021), post-hoc variant.
/// </summary>
/// <param name="bias">Per class, [7].</param>
public sealed class LogitBias(float[] bias) : Module<Tensor, Tensor>(nameof(LogitBias)), IOnnxModule
{
    /// <summary>Logits, float [n, 7], to logits, float [n, 7].</summary>
    public override Tensor forward(Tensor input)
    {
        using var constant = tensor(bias);
        return input + constant;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        using var constant = tensor(bias);
        return graph.Add("Add", [input, graph.Initializer("logit_bias", constant)]);
    }
}
