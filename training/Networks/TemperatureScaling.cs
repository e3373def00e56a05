using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>Divides logits by the temperature that <c>Temperature.Fit</c> found.</summary>
public sealed class TemperatureScaling(double temperature)
    : Module<Tensor, Tensor>(nameof(TemperatureScaling)), IOnnxModule
{
    /// <summary>float […] to float […]</summary>
    public override Tensor forward(Tensor input)
    {
        using Tensor divisor = (float)temperature;
        return input / divisor;
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
        graph.Add("Div", [input, graph.Number("temperature", temperature)]);
}
