using TorchSharp.Modules;
using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// <see cref="CompactNetwork"/> with more weights where they are cheap: wider at the low resolutions, one more residual block,
/// and squeeze-and-excitation in the residual blocks there. One pass, without the mirror image.
/// </summary>
public static class WideNetwork
{
    /// <summary>float [n, 1, 48, 48], grey values 0–255, to logits, float [n, 7].</summary>
    public static Module<Tensor, Tensor> Create() => Sequential(
        ("scale", new ScalePixels()),                   // [n,   1, 48, 48]
        ("conv1", new ConvBlock(1, 16)),                // [n,  16, 48, 48]
        ("conv2", new ResidualBlock(16)),
        ("pool2", MaxPool2d(2)),                        // [n,  16, 24, 24]
        ("conv3", new ConvBlock(16, 48)),               // [n,  48, 24, 24]
        ("conv4", new ResidualBlock(48)),
        ("pool4", MaxPool2d(2)),                        // [n,  48, 12, 12]
        ("conv5", new ConvBlock(48, 112)),              // [n, 112, 12, 12]
        ("conv6", new ResidualBlock(112, squeeze: 8)),
        ("conv7", new ResidualBlock(112, squeeze: 8)),
        ("pool7", MaxPool2d(2)),                        // [n, 112,  6,  6]
        ("conv8", new ConvBlock(112, 224)),             // [n, 224,  6,  6]
        ("conv9", new ResidualBlock(224, squeeze: 8)),
        ("conv10", new ResidualBlock(224, squeeze: 8)),
        ("conv11", new ResidualBlock(224, squeeze: 8)),
        ("mean", AdaptiveAvgPool2d(1)),                 // [n, 224,  1,  1]
        ("flatten", Flatten()),
        ("float32", new ToFloat32()),
        ("drop", Dropout(0.2)),
        ("logits", Linear(224, 7)));                    // [n,   7]
}

/// <summary>Convolution of 3 × 3, batch norm and ReLU. Computes in the precision of its input.</summary>
public sealed class ConvBlock : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;

    /// <param name="from">Channels of the input.</param>
    /// <param name="to">Channels of the output.</param>
    public ConvBlock(int from, int to)
        : base(nameof(ConvBlock))
    {
        conv = Conv2d(from, to, 3, padding: 1, bias: false);
        bn = BatchNorm2d(to);
        RegisterComponents();
    }

    /// <summary>Its convolution; called with weights in the input's precision, so that hooks of its own do not run.</summary>
    internal Conv2d Convolution => conv;

    /// <summary>[n, from, h, w] to [n, to, h, w]</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        return Convolve(conv, bn, input).relu_().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) =>
        graph.Add("Relu", [graph.Export(conv, bn, input, nameof(conv))]);

    internal static Tensor Convolve(Conv2d conv, BatchNorm2d bn, Tensor input)
    {
        var weight = conv.weight.to(input.dtype); // master weights stay float32
        return bn.call(functional.conv2d(input, weight, padding: [1, 1]));
    }
}

/// <summary>
/// relu(x + bn(conv(x))) (He et al. 2016), its channels weighted first where told so (squeeze-and-excitation, Hu et al. 2018).
/// </summary>
public sealed class ResidualBlock : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly Conv2d conv;
    private readonly BatchNorm2d bn;
    private readonly SqueezeExcitation? se;

    /// <param name="width">Channels.</param>
    /// <param name="squeeze">How many times fewer channels the squeeze has; 0 is without.</param>
    public ResidualBlock(int width, int squeeze = 0)
        : base(nameof(ResidualBlock))
    {
        conv = Conv2d(width, width, 3, padding: 1, bias: false);
        bn = BatchNorm2d(width);
        se = squeeze > 0 ? new SqueezeExcitation(width, width / squeeze) : null;
        RegisterComponents();
    }

    /// <inheritdoc cref="ConvBlock.Convolution"/>
    internal Conv2d Convolution => conv;

    /// <summary>[n, width, h, w] to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var changed = ConvBlock.Convolve(conv, bn, input);
        changed = se is null ? changed : se.call(changed);
        return (changed + input).relu_().MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var changed = graph.Export(conv, bn, input, nameof(conv));
        changed = se is null ? changed : graph.Export(se, changed, nameof(se));
        return graph.Add("Relu", [graph.Add("Add", [changed, input])]);
    }
}

/// <summary>Weights each channel by what all channels hold on average (Hu, Shen and Sun, CVPR 2018).</summary>
public sealed class SqueezeExcitation : Module<Tensor, Tensor>, IOnnxModule
{
    private readonly AdaptiveAvgPool2d mean = AdaptiveAvgPool2d(1);
    private readonly Conv2d squeeze;
    private readonly Conv2d excite;

    /// <param name="width">Channels of the input.</param>
    /// <param name="inner">Channels in between.</param>
    public SqueezeExcitation(int width, int inner)
        : base(nameof(SqueezeExcitation))
    {
        squeeze = Conv2d(width, inner, 1);
        excite = Conv2d(inner, width, 1);
        RegisterComponents();
    }

    /// <summary>[n, width, h, w] to the same shape.</summary>
    public override Tensor forward(Tensor input)
    {
        using var scope = NewDisposeScope();
        var weights = mean.call(input).to(ScalarType.Float32);
        weights = excite.call(squeeze.call(weights).relu_()).sigmoid();
        return (input * weights.to(input.dtype)).MoveToOuterDisposeScope();
    }

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input)
    {
        var inner = graph.Add("Relu", [graph.Export(squeeze, graph.Export(mean, input, nameof(mean)), nameof(squeeze))]);
        var weights = graph.Add("Sigmoid", [graph.Export(excite, inner, nameof(excite))]);
        return graph.Add("Mul", [input, weights]);
    }
}

/// <summary>Back to float32 where the convolutions compute in fewer bits.</summary>
public sealed class ToFloat32() : Module<Tensor, Tensor>(nameof(ToFloat32)), IOnnxModule
{
    /// <summary>Any shape to the same.</summary>
    public override Tensor forward(Tensor input) => input.to(ScalarType.Float32);

    /// <inheritdoc/>
    public OnnxValue Export(OnnxGraph graph, OnnxValue input) => graph.Add("Identity", [input]);
}
