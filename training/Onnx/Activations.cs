using TorchSharp.Modules;
using Module = TorchSharp.torch.nn.Module;

namespace TorchSharpToOnnx;

/// <summary>Functions of one number, and the two softmaxes.</summary>
internal static class Activations
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<ReLU>((graph, _, x, _) => graph.Add("Relu", [x]));
        table.Add<ReLU6>((graph, _, x, _) =>
            graph.Add("Clip", [x, graph.Number("lowest", 0), graph.Number("highest", 6)]));
        table.Add<LeakyReLU>((graph, m, x, _) => graph.Add("LeakyRelu", [x], ("alpha", m.negative_slope)));
        table.Add<PReLU>(PReLU);
        table.Add<ELU>((graph, m, x, _) => graph.Add("Elu", [x], ("alpha", m.alpha)));
        table.Add<SiLU>((graph, _, x, _) => graph.Add("Mul", [x, graph.Add("Sigmoid", [x])]));
        table.Add<GELU>((graph, m, x, _) =>
            m.approximate == GELU.Approximate.none ? Gelu(graph, x) : GeluByTanh(graph, x));
        // the node HardSwish is of opset 14
        table.Add<Hardswish>((graph, _, x, _) => graph.Add("Mul", [x, HardSigmoid(graph, x)]));
        table.Add<Hardsigmoid>((graph, _, x, _) => HardSigmoid(graph, x));
        table.Add<Sigmoid>((graph, _, x, _) => graph.Add("Sigmoid", [x]));
        table.Add<Tanh>((graph, _, x, _) => graph.Add("Tanh", [x]));
        table.Add<Softmax>((graph, m, x, _) => graph.Add("Softmax", [x], ("axis", m.dim)));
        table.Add<LogSoftmax>((graph, m, x, _) => graph.Add("LogSoftmax", [x], ("axis", m.dim)));
    }

    /// <summary>Whether the module writes its output over its input, which a graph cannot say.</summary>
    public static bool IsInPlace(Module module) => module switch
    {
        ReLU m => m.inplace,
        ReLU6 m => m.inplace,
        LeakyReLU m => m.inplace,
        ELU m => m.inplace,
        SiLU m => m.inplace,
        GELU m => m.inplace,
        Hardswish m => m.inplace,
        Hardsigmoid m => m.inplace,
        Sigmoid m => m.inplace,
        Tanh m => m.inplace,
        _ => false,
    };

    // One slope for each channel, which is dimension 1: [C] must become [C, 1, 1] beside [N, C, H, W].
    private static OnnxValue PReLU(OnnxGraph graph, PReLU m, OnnxValue x, IReadOnlyList<long> output) =>
        graph.Add("PRelu", [x, graph.Initializer("weight", m.weight.PerChannel(x.Rank))]);

    private static OnnxValue HardSigmoid(OnnxGraph graph, OnnxValue x) =>
        graph.Add("HardSigmoid", [x], ("alpha", 1.0 / 6), ("beta", 0.5));

    // x/2 · (1 + erf(x/√2)); the node Gelu is of opset 20, and runtimes know this pattern.
    private static OnnxValue Gelu(OnnxGraph graph, OnnxValue x)
    {
        var erf = graph.Add("Erf", [graph.Add("Div", [x, graph.Number("root", Math.Sqrt(2))])]);
        var sum = graph.Add("Add", [erf, graph.Number("one", 1)]);
        return graph.Add("Mul", [graph.Add("Mul", [x, sum]), graph.Number("half", 0.5)]);
    }

    // x/2 · (1 + tanh(√(2/π) · (x + 0.044715·x³)))
    private static OnnxValue GeluByTanh(OnnxGraph graph, OnnxValue x)
    {
        var cube = graph.Add("Mul", [x, graph.Add("Mul", [x, x])]);
        var inner = graph.Add("Add", [x, graph.Add("Mul", [cube, graph.Number("cubic", 0.044715)])]);
        var tanh = graph.Add("Tanh", [graph.Add("Mul", [inner, graph.Number("scale", Math.Sqrt(2 / Math.PI))])]);
        var sum = graph.Add("Add", [tanh, graph.Number("one", 1)]);
        return graph.Add("Mul", [graph.Add("Mul", [x, sum]), graph.Number("half", 0.5)]);
    }
}
