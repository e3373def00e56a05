using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Networks by name. Each maps grey values 0–255, float [n, 1, 48, 48], to logits, float [n, 7].
/// </summary>
public static class Network
{
    /// <summary>The values of <c>--network</c>.</summary>
    public static IReadOnlyList<string> Names { get; } = ["original", "compact", "wide"];

    /// <summary>A network with random weights from torch's generator.</summary>
    public static Module<Tensor, Tensor> Create(string name) => name switch
    {
        "original" => OriginalNetwork.Create(),
        "compact" => CompactNetwork.Create(),
        "wide" => WideNetwork.Create(),
        _ => throw new ArgumentException($"found the network '{name}', expected one of {string.Join(", ", Names)}"),
    };
}
