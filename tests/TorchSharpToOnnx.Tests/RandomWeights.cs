using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

/// <summary>Weights that do not matter, but are the same at each run.</summary>
internal static class RandomWeights
{
    /// <summary>Gives every parameter and buffer values other than its initial ones, so that none can be forgotten.</summary>
    public static T Fill<T>(T module)
        where T : Module
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var generator = new Generator(7);
        foreach (var (_, parameter) in module.named_parameters())
        {
            parameter.copy_(randn(parameter.shape, generator: generator) * 0.5f);
        }

        foreach (var (name, buffer) in module.named_buffers())
        {
            if (name.EndsWith("running_var", StringComparison.Ordinal))
            {
                buffer.copy_(rand(buffer.shape, generator: generator) + 0.5f);
            }
            else if (buffer.is_floating_point())
            {
                buffer.copy_(randn(buffer.shape, generator: generator));
            }
        }

        return module;
    }
}
