using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>The layers of a network that can be frozen or reset.</summary>
public static class Layers
{
    /// <summary>The layers with weights, from input to output: conv1, conv2, …, logits.</summary>
    public static IReadOnlyList<(string Name, Module Layer)> Of(Module network)
    {
        var layers = network.named_children().Where(child => child.module.parameters().Any()).ToList();
        return layers is [var only] && only.module.named_children().Any() ? Of(only.module) : layers; // unwrap
    }
}
