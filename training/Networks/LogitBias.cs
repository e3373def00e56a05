using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Adds a constant to the logit of fear, the class with the lowest recall, which trades precision for recall.
/// Source: Menon et al., "Long-tail Learning via Logit Adjustment" (ICLR 2021), post-hoc variant.
/// </summary>
public sealed class LogitBias(double fear) : Module<Tensor, Tensor>(nameof(LogitBias)), IOnnxModule
{
    /// <summary>Logits, float [n, 7], to logits, float [n, 7].</summary>
    public override Tensor forward(Tensor input)
    {
        using var bias = Bias();
        return input + bias;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        using var bias = Bias();
        return graph.Add("Add", [input, graph.Initializer("logit_bias", bias)]);
    }

    // float [7]
    private Tensor Bias() => tensor(
        Enumerable.Range(0, Emotions.Count).Select(label => label == Emotions.Fear ? (float)fear : 0).ToArray());
}
