using TorchSharp.Modules;

namespace TorchSharpToOnnx;

/// <summary>Pools whose output has a fixed size, and whose windows follow from it.</summary>
internal static class AdaptivePools
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<AdaptiveAvgPool1d>((graph, _, x, output) => Pool(graph, x, output, 3, "Average", "Mean"));
        table.Add<AdaptiveAvgPool2d>((graph, _, x, output) => Pool(graph, x, output, 4, "Average", "Mean"));
        table.Add<AdaptiveMaxPool1d>((graph, _, x, output) => Pool(graph, x, output, 3, "Max", "Max"));
        table.Add<AdaptiveMaxPool2d>((graph, _, x, output) => Pool(graph, x, output, 4, "Max", "Max"));
    }

    private static OnnxValue Pool(
        OnnxGraph graph, OnnxValue x, IReadOnlyList<long> output, int rank, string pool, string reduce)
    {
        x.ExpectRank(graph, rank);
        if (output.Skip(2).All(size => size == 1))
        {
            return graph.Add($"Global{pool}Pool", [x]);
        }

        if (Enumerable.Range(2, rank - 2).All(axis => x.Shape[axis] % output[axis] == 0))
        {
            long[] window = [.. Enumerable.Range(2, rank - 2).Select(axis => x.Shape[axis] / output[axis])];
            return graph.Add($"{pool}Pool", [x], ("kernel_shape", window), ("strides", window));
        }

        // A rectangle's mean or maximum is that of its columns' means or maxima: one axis after the other will do.
        for (var axis = 2; axis < rank; axis++)
        {
            x = x.Shape[axis] == output[axis] ? x : Uneven(graph, x, axis, output[axis], $"Reduce{reduce}");
        }

        return x;
    }

    // Torch's windows overlap: from ⌊i·in/out⌋ to ⌈(i+1)·in/out⌉, exclusive.
    private static OnnxValue Uneven(OnnxGraph graph, OnnxValue x, int axis, long outputs, string reduce)
    {
        var size = x.Shape[axis];
        var axes = graph.Initializer("axis", axis);
        List<OnnxValue> windows = [];
        for (var i = 0L; i < outputs; i++)
        {
            var start = graph.Initializer("start", i * size / outputs);
            var end = graph.Initializer("end", (((i + 1) * size) + outputs - 1) / outputs);
            windows.Add(graph.Reduce(reduce, graph.Add("Slice", [x, start, end, axes]), axis));
        }

        long[] shape = [.. x.Shape.Select((old, i) => i == axis ? outputs : old)];
        return graph.Add("Concat", windows, ("axis", axis)) with { Shape = shape };
    }
}
