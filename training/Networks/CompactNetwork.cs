using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Small enough for one core of a small server: ten 3 × 3 convolutions with batch norm over four resolutions, residual
/// where the width stays (He et al. 2016), then global average pooling. training/LOG.md has the search for its shape.
/// </summary>
public static class CompactNetwork
{
    /// <summary>float [n, 1, 48, 48], grey values 0–255, to logits, float [n, 7].</summary>
    public static Module<Tensor, Tensor> Create() => new FlipAverage(Sequential(
        ("scale", new ScalePixels()),                 // [n,   1, 48, 48]
        ("conv1", ConvBlock(1, 16)),                  // [n,  16, 48, 48]
        ("conv2", ResidualBlock(16)),
        ("pool2", MaxPool2d(2)),                      // [n,  16, 24, 24]
        ("conv3", ConvBlock(16, 48)),                 // [n,  48, 24, 24]
        ("conv4", ResidualBlock(48)),
        ("pool4", MaxPool2d(2)),                      // [n,  48, 12, 12]
        ("conv5", ConvBlock(48, 96)),                 // [n,  96, 12, 12]
        ("conv6", ResidualBlock(96)),
        ("conv7", ResidualBlock(96)),
        ("pool7", MaxPool2d(2)),                      // [n,  96,  6,  6]
        ("conv8", ConvBlock(96, 192)),                // [n, 192,  6,  6]
        ("conv9", ResidualBlock(192)),
        ("conv10", ResidualBlock(192)),
        ("mean", AdaptiveAvgPool2d(1)),               // [n, 192,  1,  1]
        ("flatten", Flatten()),
        ("drop", Dropout(0.2)),
        ("logits", Linear(192, 7))));                 // [n,   7]

    // The names of submodules are keys in checkpoints: renaming one breaks the runs that have it.
    private static Module<Tensor, Tensor> ConvBlock(int from, int to) => Sequential(
        ("convolve", Conv2d(from, to, 3, padding: 1, bias: false)),
        ("normalise", BatchNorm2d(to)),
        ("relu", ReLU(inplace: true)));

    private static Module<Tensor, Tensor> ResidualBlock(int width) => Sequential(
        ("around", new Residual(Sequential(
            ("convolve", Conv2d(width, width, 3, padding: 1, bias: false)),
            ("normalise", BatchNorm2d(width))))),
        ("relu", ReLU(inplace: true)));
}
