namespace TorchSharpToOnnx;

/// <summary>A tensor of the graph: a node's output, an initializer or the graph's input.</summary>
/// <param name="Name">The name in the graph; empty for an optional input that is left out.</param>
/// <param name="Shape">Its dimensions; the first is <see cref="Batch"/> unless the value is an initializer.</param>
public sealed record OnnxValue(string Name, IReadOnlyList<long> Shape)
{
    /// <summary>Stands for the batch size, which is known only when the file is run.</summary>
    public const long Batch = -1;

    /// <summary>An optional input that is left out.</summary>
    public static OnnxValue None { get; } = new("", []);

    /// <summary>The number of dimensions.</summary>
    public int Rank => Shape.Count;

    internal string ShapeText => $"[{string.Join(", ", Shape.Select(size => size == Batch ? "batch" : $"{size}"))}]";
}
