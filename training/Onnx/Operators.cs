namespace TorchSharpToOnnx;

/// <summary>Operators that take more than one line.</summary>
public static class Operators
{
    /// <summary>Gives a value another shape, whose first dimension stays the batch.</summary>
    public static OnnxValue Reshape(this OnnxGraph graph, OnnxValue x, IReadOnlyList<long> shape) =>
        // 0 is ONNX's word for "as it was"
        graph.Add("Reshape", [x, graph.Initializer("shape", [0, .. shape.Skip(1)])]) with { Shape = shape };

    /// <summary>Adds <c>ReduceMean</c> or <c>ReduceMax</c>; the axes stay, with size 1.</summary>
    public static OnnxValue Reduce(this OnnxGraph graph, string op, OnnxValue x, params long[] axes)
    {
        // Opset 18 turned the attribute into an input.
        var reduced = graph.Opset < 18
            ? graph.Add(op, [x], ("axes", axes))
            : graph.Add(op, [x, graph.Initializer("axes", axes)]);
        return reduced with { Shape = [.. x.Shape.Select((size, i) => Goes(i) ? 1 : size)] };

        bool Goes(int axis) => axes.Contains(axis) || axes.Contains(axis - x.Rank);
    }
}
