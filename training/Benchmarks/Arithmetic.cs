using EmoMusic.Training.Data;
using EmoMusic.Training.Networks;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Benchmarks;

/// <summary>Counts the floating-point operations of a network's convolutions and linear layers.</summary>
public static class Arithmetic
{
    /// <summary>
    /// Floating-point operations of a training step per image: forward, the gradients of the weights, and those of the
    /// inputs, which the first layer does not need.
    /// </summary>
    /// <param name="network">A network of its own: it is left in training mode with counting hooks.</param>
    public static double OfTrainingStep(Module<Tensor, Tensor> network)
    {
        using var noGradients = no_grad();
        using var scope = NewDisposeScope();
        var layers = new List<double>();
        foreach (var module in network.modules())
        {
            Parameter? weight = module switch
            {
                Conv2d convolution => convolution.weight,
                ConvBlock block => block.Convolution.weight,
                ResidualBlock block => block.Convolution.weight,
                Linear linear => linear.weight,
                _ => null,
            };
            if (weight is not null && module is Module<Tensor, Tensor> layer)
            {
                layer.register_forward_hook((_, _, output) => Count(weight, output));
            }
        }

        network.train(); // without test-time augmentation
        network.call(zeros(1, 1, LabelledImages.Side, LabelledImages.Side));
        return (3 * layers.Sum()) - layers[0];

        Tensor Count(Tensor weight, Tensor output)
        {
            layers.Add(2.0 * weight.numel() * output.numel() / output.shape[1]);
            return output;
        }
    }
}
