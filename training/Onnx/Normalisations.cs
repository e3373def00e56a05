using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>Batch, layer and group normalisation.</summary>
internal static class Normalisations
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<BatchNorm1d>((graph, norm, x, _) => Batch(graph, norm, x));
        table.Add<BatchNorm2d>((graph, norm, x, _) => Batch(graph, norm, x));
        table.Add<LayerNorm>(Layer);
        table.Add<GroupNorm>(Group);
    }

    private static OnnxValue Batch(OnnxGraph graph, BatchNorm norm, OnnxValue x)
    {
        if (norm.running_mean is not { } mean || norm.running_var is not { } variance)
        {
            throw graph.Error(
                "found no running statistics, expected them; make the module with track_running_stats: true.");
        }

        return graph.Add(
            "BatchNormalization",
            [
                x,
                graph.Initializer("weight", norm.affine ? norm.weight : ones_like(mean)),
                graph.Initializer("bias", norm.affine ? norm.bias! : zeros_like(mean)),
                graph.Initializer("running_mean", mean),
                graph.Initializer("running_var", variance),
            ],
            ("epsilon", norm.eps));
    }

    private static OnnxValue Layer(OnnxGraph graph, LayerNorm norm, OnnxValue x, IReadOnlyList<long> output)
    {
        var dimensions = norm.normalized_shape.Length;
        using var one = ones(norm.normalized_shape);
        var weight = graph.Initializer("weight", norm.weight ?? one);
        var bias = norm.bias is null ? null : graph.Initializer("bias", norm.bias);
        if (graph.Opset >= 17)
        {
            return graph.Add(
                "LayerNormalization",
                bias is null ? [x, weight] : [x, weight, bias],
                ("axis", -dimensions),
                ("epsilon", norm.eps));
        }

        long[] axes = [.. Enumerable.Range(-dimensions, dimensions)];
        var centred = graph.Add("Sub", [x, graph.Reduce("ReduceMean", x, axes)]);
        var variance = graph.Reduce("ReduceMean", graph.Add("Mul", [centred, centred]), axes);
        var deviation = graph.Add("Sqrt", [graph.Add("Add", [variance, graph.Number("epsilon", norm.eps)])]);
        var scaled = graph.Add("Mul", [graph.Add("Div", [centred, deviation]), weight]);
        return bias is null ? scaled : graph.Add("Add", [scaled, bias]);
    }

    // GroupNormalization changed its meaning between opsets 18 and 21; an instance norm of reshaped groups never did.
    private static OnnxValue Group(OnnxGraph graph, GroupNorm norm, OnnxValue x, IReadOnlyList<long> output)
    {
        var groups = norm.num_groups;
        var grouped = graph.Reshape(x, [OnnxValue.Batch, groups, x.Shape.Skip(1).Aggregate((a, b) => a * b) / groups]);
        using var one = ones(groups);
        using var zero = zeros(groups);
        var instances = graph.Add(
            "InstanceNormalization",
            [grouped, graph.Initializer("one", one), graph.Initializer("zero", zero)],
            ("epsilon", norm.eps));
        var normal = graph.Reshape(instances, x.Shape);
        if (!norm.affine)
        {
            return normal;
        }

        var scaled = graph.Add("Mul", [normal, graph.Initializer("weight", norm.weight.PerChannel(x.Rank))]);
        return graph.Add("Add", [scaled, graph.Initializer("bias", norm.bias!.PerChannel(x.Rank))]);
    }
}
