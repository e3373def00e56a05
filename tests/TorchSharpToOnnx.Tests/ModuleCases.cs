using CsCheck;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using Module = TorchSharp.torch.nn.Module<TorchSharp.torch.Tensor, TorchSharp.torch.Tensor>;

namespace TorchSharpToOnnx.Tests;

/// <summary>A module with random settings, and an input shape that it takes.</summary>
internal sealed record ModuleCase(string Settings, long[] Shape, Func<Module> Make)
{
    public override string ToString() => $"{Settings} on [{string.Join(", ", Shape)}]";
}

/// <summary>Random settings and shapes for every module that the exporter knows, by the module's name.</summary>
internal static class ModuleCases
{
    private static readonly Gen<long> Few = Gen.Long[1, 3];
    private static readonly Gen<long> Side = Gen.Long[7, 10];
    private static readonly Gen<long[]> AnyShape = Gen.Long[1, 5].Array[1, 3];
    private static readonly Gen<long[]> Line = Gen.Select(Few, Side, (c, l) => new[] { c, l });
    private static readonly Gen<long[]> Picture = Gen.Select(Few, Side, Side, (c, h, w) => new[] { c, h, w });

    public static Dictionary<string, Gen<ModuleCase>> All { get; } = new()
    {
        [nameof(ReLU)] = Pointwise(() => ReLU()),
        [nameof(ReLU6)] = Pointwise(() => Sequential(new Times(4), ReLU6())),
        [nameof(LeakyReLU)] = Pointwise(slope => LeakyReLU(slope)),
        [nameof(ELU)] = Pointwise(alpha => ELU(alpha)),
        [nameof(SiLU)] = Pointwise(() => SiLU()),
        [nameof(GELU)] = Pointwise(() => GELU()),
        ["GELU by tanh"] = Pointwise(() => GELU(TorchSharp.Modules.GELU.Approximate.tanh)),
        [nameof(Hardswish)] = Pointwise(() => Sequential(new Times(3), Hardswish())),
        [nameof(Hardsigmoid)] = Pointwise(() => Sequential(new Times(3), Hardsigmoid())),
        [nameof(Sigmoid)] = Pointwise(() => Sigmoid()),
        [nameof(Tanh)] = Pointwise(() => Tanh()),
        [nameof(Identity)] = Pointwise(() => Identity()),
        [nameof(Dropout)] = Pointwise(() => Dropout()),
        [nameof(AlphaDropout)] = Pointwise(() => AlphaDropout()),
        [nameof(Dropout1d)] = Line.Select(shape => new ModuleCase("", shape, () => Dropout1d())),
        [nameof(Dropout2d)] = Picture.Select(shape => new ModuleCase("", shape, () => Dropout2d())),
        ["In place"] = Pointwise(() => Sequential(
            new Times(3), ReLU6(true), ELU(1, true), LeakyReLU(0.1, true), SiLU(true), GELU(true), Hardswish(true),
            Hardsigmoid(true), Sigmoid(true), Tanh(true), ReLU(true))),
        [nameof(PReLU)] = Gen.Select(AnyShape, Gen.Bool, (shape, each) =>
            new ModuleCase($"each {each}", shape, () => PReLU(each ? shape[0] : 1))),
        [nameof(Softmax)] = Dimension(dimension => Softmax(dimension)),
        [nameof(LogSoftmax)] = Dimension(dimension => LogSoftmax(dimension)),
        [nameof(Flatten)] =
            from shape in AnyShape
            from start in Gen.Long[1, shape.Length]
            from end in Gen.Long[start, shape.Length]
            from fromEnd in Gen.Bool
            select new ModuleCase($"{start} to {end}, from end {fromEnd}", shape, () =>
                Flatten(start, fromEnd ? end - shape.Length - 1 : end)),
        [nameof(Linear)] = Gen.Select(AnyShape, Few, Gen.Bool, (shape, outputs, bias) =>
            new ModuleCase($"bias {bias}", shape, () => Linear(shape[^1], outputs, bias))),

        [nameof(Conv1d)] = Convolution(1, (i, o, k, s, p, d, g, b) =>
            Conv1d(i, o, k.a, s.a, p.a, d.a, groups: g, bias: b)),
        [nameof(Conv2d)] = Convolution(2, (i, o, k, s, p, d, g, b) => Conv2d(i, o, k, s, p, d, groups: g, bias: b)),
        ["Conv1d of the same size"] = Convolution(1, (i, o, k, _, _, d, g, b) =>
            Conv1d(i, o, k.a, Padding.Same, dilation: d.a, groups: g, bias: b)),
        ["Conv2d of the same size"] = Convolution(2, (i, o, k, _, _, d, g, b) =>
            Conv2d(i, o, k, Padding.Same, dilation: d, groups: g, bias: b)),
        ["Conv1d without padding"] = Convolution(1, (i, o, k, s, _, d, g, b) =>
            Conv1d(i, o, k.a, Padding.Valid, s.a, d.a, groups: g, bias: b)),
        ["Conv1d and BatchNorm1d"] = Convolution(1, (i, o, k, s, p, d, g, b) =>
            Sequential(Conv1d(i, o, k.a, s.a, p.a, d.a, groups: g, bias: b), BatchNorm1d(o, affine: !b))),
        ["Conv2d and BatchNorm2d"] = Convolution(2, (i, o, k, s, p, d, g, b) =>
            Sequential(Conv2d(i, o, k, s, p, d, groups: g, bias: b), BatchNorm2d(o, eps: 1e-3, affine: b))),

        [nameof(BatchNorm1d)] = Gen.Select(Gen.Long[1, 5].Array[1, 2], Gen.Bool, (shape, affine) =>
            new ModuleCase($"affine {affine}", shape, () => BatchNorm1d(shape[0], eps: 1e-3, affine: affine))),
        [nameof(BatchNorm2d)] = Gen.Select(Picture, Gen.Bool, (shape, affine) =>
            new ModuleCase($"affine {affine}", shape, () => BatchNorm2d(shape[0], affine: affine))),
        [nameof(LayerNorm)] =
            from shape in Gen.Long[2, 5].Array[1, 3]
            from first in Gen.Int[0, shape.Length - 1]
            from affine in Gen.Bool
            from bias in Gen.Bool
            select new ModuleCase($"from {first}, affine {affine}, bias {bias}", shape, () =>
                LayerNorm(shape[first..], eps: 1e-2, elementwise_affine: affine, bias: bias)),
        [nameof(GroupNorm)] =
            from groups in Few
            from each in Few
            from rest in Gen.Long[2, 5].Array[1, 2]
            from affine in Gen.Bool
            select new ModuleCase($"{groups} groups, affine {affine}", [groups * each, .. rest], () =>
                GroupNorm(groups, groups * each, eps: 1e-3, affine: affine)),

        [nameof(MaxPool1d)] = Pool(Line, (k, s, p, d, ceil, _, _) => MaxPool1d(k.a, s?.a, p.a, d.a, ceil)),
        [nameof(MaxPool2d)] = Pool(Picture, (k, s, p, d, ceil, _, _) => MaxPool2d(k, s, p, d, ceil)),
        [nameof(AvgPool1d)] = Pool(Line, (k, s, p, _, ceil, count, _) => AvgPool1d(k.a, s?.a, p.a, ceil, count)),
        [nameof(AvgPool2d)] = Pool(Picture, (k, s, p, _, ceil, count, divisor) =>
            AvgPool2d(k, s, p, ceil, count, divisor)),
        [nameof(AdaptiveAvgPool1d)] = Resized(1, to => AdaptiveAvgPool1d(to[0])),
        [nameof(AdaptiveAvgPool2d)] = Resized(2, to => AdaptiveAvgPool2d(to)),
        [nameof(AdaptiveMaxPool1d)] = Resized(1, to => AdaptiveMaxPool1d(to[0])),
        [nameof(AdaptiveMaxPool2d)] = Resized(2, to => AdaptiveMaxPool2d(to)),

        [nameof(Upsample)] = Resized(2, to => Upsample(to)),
        ["Upsample a line"] = Resized(1, to => Upsample(to)),
        ["Upsample a line linearly"] = Resized(1, to => Upsample(to, mode: UpsampleMode.Linear, align_corners: false)),
        ["Upsample bilinearly"] = Resized(2, to => Upsample(to, mode: UpsampleMode.Bilinear, align_corners: false)),
        ["Upsample bilinearly with aligned corners"] =
            Resized(2, to => Upsample(to, mode: UpsampleMode.Bilinear, align_corners: true)),
        ["Upsample bicubically"] = Resized(2, to => Upsample(to, mode: UpsampleMode.Bicubic, align_corners: false)),
        ["Upsample by a factor"] = Enlarged(2, (by, again) =>
            Upsample(scale_factor: by, recompute_scale_factor: again)),
        ["Upsample a line linearly by a factor"] = Enlarged(1, (by, again) =>
            Upsample(
                scale_factor: by, mode: UpsampleMode.Linear, align_corners: false,
                recompute_scale_factor: again)),
        ["Upsample bilinearly by a factor"] = Enlarged(2, (by, again) =>
            Upsample(
                scale_factor: by, mode: UpsampleMode.Bilinear, align_corners: false,
                recompute_scale_factor: again)),

        ["Upsample bicubically by a factor"] = Enlarged(2, (by, again) =>
            Upsample(
                scale_factor: by, mode: UpsampleMode.Bicubic, align_corners: false,
                recompute_scale_factor: again), smallest: 4),
        ["Upsample bilinearly by a factor with aligned corners"] = Enlarged(2, (by, again) =>
            Upsample(
                scale_factor: by, mode: UpsampleMode.Bilinear, align_corners: true, recompute_scale_factor: again)),

        [nameof(Residual)] = Gen.Select(Picture, Gen.Bool, (shape, shortcut) =>
            new ModuleCase($"shortcut {shortcut}", shape, () => new Residual(
                Sequential(Conv2d(shape[0], shape[0], 3, padding: 1), BatchNorm2d(shape[0]), ReLU(true)),
                shortcut ? Conv2d(shape[0], shape[0], 1) : null))),
        [nameof(Concatenate)] = Gen.Select(Picture, Gen.Bool, (shape, fromEnd) =>
            new ModuleCase($"from end {fromEnd}", shape, () => new Concatenate(
                fromEnd ? -3 : 1, Identity(), Conv2d(shape[0], 2, 1), Sequential(Conv2d(shape[0], 3, 1), Tanh())))),
    };

    private static Gen<ModuleCase> Pointwise(Func<Module> make) =>
        AnyShape.Select(shape => new ModuleCase("", shape, make));

    private static Gen<ModuleCase> Pointwise(Func<double, Module> make) =>
        Gen.Select(AnyShape, Gen.Double[0.01, 2], (shape, number) =>
            new ModuleCase($"{number}", shape, () => make(number)));

    private static Gen<ModuleCase> Dimension(Func<long, Module> make) =>
        from shape in AnyShape
        from dimension in Gen.Long[1, shape.Length]
        from fromEnd in Gen.Bool
        let asked = fromEnd ? dimension - shape.Length - 1 : dimension
        select new ModuleCase($"{asked}", shape, () => make(asked));

    private static Gen<(long a, long b)> Pair(long from, long to) =>
        Gen.Select(Gen.Long[from, to], Gen.Long[from, to], (a, b) => (a, b));

    private delegate Module MakeConvolution(
        long inputs, long outputs, (long a, long b) kernel, (long a, long b) stride, (long a, long b) padding,
        (long a, long b) dilation, long groups, bool bias);

    private delegate Module MakePool(
        (long a, long b) kernel, (long a, long b)? stride, (long a, long b) padding, (long a, long b) dilation,
        bool ceil, bool countPadding, long? divisor);

    private static Gen<ModuleCase> Convolution(int dimensions, MakeConvolution make) =>
        from groups in Gen.Long[1, 2]
        from inputs in Few
        from outputs in Few
        from kernel in Pair(1, 4)
        from stride in Pair(1, 3)
        from padding in Pair(0, 2)
        from dilation in Pair(1, 2)
        from bias in Gen.Bool
        from sides in Side.Array[dimensions]
        select new ModuleCase(
            $"kernel {kernel}, stride {stride}, padding {padding}, dilation {dilation}, {groups} groups, bias {bias}",
            [inputs * groups, .. sides],
            () => make(inputs * groups, outputs * groups, kernel, stride, padding, dilation, groups, bias));

    private static Gen<ModuleCase> Pool(Gen<long[]> shapes, MakePool make) =>
        from shape in shapes
        from kernel in Pair(1, 4)
        from stride in Pair(1, 3)
        from ownStride in Gen.Bool
        from padding in Pair(0, 2)
        from dilation in Pair(1, 2)
        from ceil in Gen.Bool
        from count in Gen.Bool
        from divisor in Gen.Long[0, 5]
        let given = ownStride ? stride : ((long, long)?)null
        let inside = (Math.Min(padding.a, kernel.a / 2), Math.Min(padding.b, kernel.b / 2)) // Torch's own limit
        select new ModuleCase(
            $"kernel {kernel}, stride {given}, padding {inside}, dilation {dilation}, ceil {ceil}, "
            + $"count padding {count}, divisor {divisor}",
            shape,
            () => make(kernel, given, inside, dilation, ceil, count, divisor == 0 ? null : divisor));

    private static Gen<ModuleCase> Resized(int dimensions, Func<long[], Module> make) =>
        from channels in Few
        from sides in Gen.Long[1, 9].Array[dimensions]
        from to in Gen.Long[1, 9].Array[dimensions]
        select new ModuleCase($"to {string.Join("×", to)}", [channels, .. sides], () => make(to));

    private static Gen<ModuleCase> Enlarged(int dimensions, Func<double[], bool, Module> make, long smallest = 2) =>
        from channels in Few
        from sides in Gen.Long[smallest, 6].Array[dimensions]
        from factors in Gen.OneOf(1, 1.3, 1.5, 2, 2.1, 2.7, 3).Array[dimensions]
        from again in Gen.Bool
        let settings = $"by {string.Join("×", factors)}, again {again}"
        select new ModuleCase(settings, [channels, .. sides], () => make(factors, again));
}
