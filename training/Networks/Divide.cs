using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>All values divided by one number, such as logits by their temperature.</summary>
public sealed class Divide(double divisor) : Module<Tensor, Tensor>(nameof(Divide)), IOnnxModule
{
    /// <summary>float […] to float […]</summary>
    public override Tensor forward(Tensor input)
    {
        using Tensor number = (float)divisor;
        return input / number;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
        graph.Add("Div", [input, graph.Number("divisor", divisor)]);
}
