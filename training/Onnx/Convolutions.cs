using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace TorchSharpToOnnx;

/// <summary>Convolutions, alone or with the normalisation that follows, and Linear.</summary>
internal static class Convolutions
{
    public static void AddTo(ModuleTable table)
    {
        table.Add<Conv1d>((graph, conv, x, _) => Plain(graph, conv, x, conv.weight, conv.bias));
        table.Add<Conv2d>((graph, conv, x, _) => Plain(graph, conv, x, conv.weight, conv.bias));
        table.Add<Linear>(Linear);
    }

    /// <summary>Whether the normalisation is a fixed scale and shift of each output channel.</summary>
    public static bool CanFold(Convolution conv, BatchNorm norm) =>
        (conv, norm) is (Conv1d, BatchNorm1d) or (Conv2d, BatchNorm2d)
        && norm is { running_mean: not null, running_var: not null } && norm.num_features == conv.out_channels;

    /// <summary>(w·x + b − mean)·s + shift = (s·w)·x + (b − mean)·s + shift, in double precision.</summary>
    public static OnnxValue Folded(OnnxGraph graph, Convolution conv, BatchNorm norm, OnnxValue x)
    {
        if (!CanFold(conv, norm))
        {
            throw graph.Error(
                $"found {norm.GetType().Name} after {conv.GetType().Name}, expected a normalisation of its "
                + $"{conv.out_channels} channels with running statistics; export the two one after the other.");
        }

        var scale = norm.running_var!.to(ScalarType.Float64).add(norm.eps).rsqrt();
        scale = norm.affine ? scale * norm.weight : scale;
        var bias = ((conv.bias ?? zeros_like(norm.running_mean!)) - norm.running_mean!) * scale;
        bias = norm.affine ? bias + norm.bias! : bias;
        var weight = conv.weight * scale.reshape([-1, .. conv.kernel_size.Select(_ => 1L), 1]);
        var folded = Plain(graph, conv, x, weight.to(ScalarType.Float32), bias.to(ScalarType.Float32));
        return folded with { Shape = graph.OutputOf(conv, x).Shape };
    }

    private static OnnxValue Plain(OnnxGraph graph, Convolution conv, OnnxValue x, Tensor weight, Tensor? bias)
    {
        if (conv.padding_mode != PaddingModes.Zeros)
        {
            throw graph.Error($"found padding mode {conv.padding_mode}, expected {PaddingModes.Zeros}.");
        }

        x.ExpectRank(graph, conv.kernel_size.Length + 2);
        OnnxValue[] inputs = [x, graph.Initializer("weight", weight)];
        return graph.Add(
            "Conv",
            bias is null ? inputs : [.. inputs, graph.Initializer("bias", bias)],
            ("kernel_shape", conv.kernel_size),
            ("strides", conv.stride),
            ("dilations", conv.dilation),
            ("pads", Pads(conv)),
            ("group", conv.groups));
    }

    // ONNX wants all begins, then all ends. "Same" puts the odd one at the end, as Torch does.
    private static long[] Pads(Convolution conv)
    {
        if (conv.padding is { } padding)
        {
            return [.. padding, .. padding];
        }

        var total = conv.kernel_size.Zip(conv.dilation, (kernel, dilation) =>
            conv.padding_type == Padding.Same ? dilation * (kernel - 1) : 0).ToList();
        return [.. total.Select(pad => pad / 2), .. total.Select(pad => pad - (pad / 2))];
    }

    private static OnnxValue Linear(OnnxGraph graph, Linear linear, OnnxValue x, IReadOnlyList<long> output)
    {
        if (x.Rank == 2)
        {
            OnnxValue[] inputs = [x, graph.Initializer("weight", linear.weight)];
            return graph.Add(
                "Gemm",
                linear.bias is null ? inputs : [.. inputs, graph.Initializer("bias", linear.bias)],
                ("transB", 1));
        }

        var product = graph.Add("MatMul", [x, graph.Initializer("weight", linear.weight.t())]);
        return linear.bias is null ? product : graph.Add("Add", [product, graph.Initializer("bias", linear.bias)]);
    }
}
