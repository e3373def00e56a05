using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// The networks by name. Each takes grey values 0–255, float [n, 1, 48, 48], and gives logits, float [n, 7].
/// </summary>
public static class Network
{
    /// <summary>The names that <c>--network</c> takes.</summary>
    public static IReadOnlyList<string> Names { get; } = ["original", "compact"];

    /// <summary>A network with fresh weights from torch's generator.</summary>
    public static Module<Tensor, Tensor> Create(string name) => name switch
    {
        "original" => OriginalNetwork.Create(),
        "compact" => CompactNetwork.Create(),
        _ => throw new ArgumentException($"found the network '{name}', expected one of {string.Join(", ", Names)}"),
    };
}
