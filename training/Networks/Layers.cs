using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>The parts of a network as its file lists them.</summary>
public static class Layers
{
    /// <summary>The listed layers that have weights, from the input to the output: conv1, conv2, …, logits.</summary>
    public static IReadOnlyList<(string Name, Module Layer)> Of(Module network)
    {
        var layers = network.named_children().Where(child => child.module.parameters().Any()).ToList();
        return layers is [var only] && only.module.named_children().Any() ? Of(only.module) : layers; // past a wrapper
    }
}
