using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharpToOnnx.Tests;

/// <summary>Multiplies; brings a normal sample to where an activation bends.</summary>
internal sealed class Times(double factor) : Module<Tensor, Tensor>(nameof(Times)), IOnnxModule
{
    public override Tensor forward(Tensor input) => input * factor;

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
        graph.Add("Mul", [input, graph.Number("factor", factor)]);
}

/// <summary>A module that the exporter has never heard of.</summary>
internal sealed class UnknownModule() : Module<Tensor, Tensor>(nameof(UnknownModule))
{
    public override Tensor forward(Tensor input) => input.alias();
}

/// <summary>Adds one, and tells the graph to add something else.</summary>
internal sealed class LyingModule(double told = 1.001) : Module<Tensor, Tensor>(nameof(LyingModule)), IOnnxModule
{
    public override Tensor forward(Tensor input) => input + 1;

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add("Add", [input, graph.Number("told", told)]);
}

/// <summary>A convolution with its normalisation, of which a part is pooled: a module with children.</summary>
internal sealed class OwnBlock : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly TorchSharp.Modules.Conv2d convolution = Conv2d(1, 4, 3);
    private readonly TorchSharp.Modules.BatchNorm2d norm;
    private readonly TorchSharp.Modules.AdaptiveAvgPool2d pool = AdaptiveAvgPool2d(1);

    public OwnBlock(long normalised = 4)
        : base(nameof(OwnBlock))
    {
        norm = BatchNorm2d(normalised);
        RegisterComponents();
    }

    public override Tensor forward(Tensor input) => pool.call(norm.call(convolution.call(input))[.., 1..3]);

    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var normal = graph.Export(convolution, norm, input, nameof(convolution));
        var (start, end) = (graph.Initializer("start", 1), graph.Initializer("end", 3));
        var part = graph.Add("Slice", [normal, start, end, graph.Initializer("axis", 1)]);
        return graph.Export(pool, part with { Shape = [OnnxValue.Batch, 2, .. normal.Shape.Skip(2)] }, nameof(pool));
    }
}

/// <summary>Halves the width and forgets to tell the shape.</summary>
internal sealed class ForgetfulModule() : Module<Tensor, Tensor>(nameof(ForgetfulModule)), IOnnxModule
{
    public override Tensor forward(Tensor input) => input.slice(1, 0, input.shape[1], 2);

    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add(
        "Slice",
        [
            input, graph.Initializer("start", 0), graph.Initializer("end", long.MaxValue),
            graph.Initializer("axis", 1), graph.Initializer("step", 2),
        ]);
}
