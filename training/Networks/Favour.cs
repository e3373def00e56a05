using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// A number added to the logit of fear, which is found least often: it is then found more often, at the price of mistakes
/// the other way. Source: Menon et al., "Long-tail Learning via Logit Adjustment" (ICLR 2021), the post-hoc way.
/// </summary>
public sealed class Favour(double fear) : Module<Tensor, Tensor>(nameof(Favour)), IOnnxModule
{
    /// <summary>Logits, float [n, 7], to logits, float [n, 7].</summary>
    public override Tensor forward(Tensor input)
    {
        using var numbers = Numbers();
        return input + numbers;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        using var numbers = Numbers();
        return graph.Add("Add", [input, graph.Initializer("favour", numbers)]);
    }

    // float [7]
    private Tensor Numbers() =>
        tensor(Enumerable.Range(0, Emotions.Count).Select(label => label == Emotions.Fear ? (float)fear : 0).ToArray());
}
