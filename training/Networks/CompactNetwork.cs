using TorchSharpToOnnx;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// Small enough for one core of a small server: ten 3 × 3 convolutions over four resolutions, each normalised, each
/// with a way around it where its width stays (He et al. 2016), and the mean over the last 6 × 6 places. How its shape
/// was found is told in training/LOG.md.
/// </summary>
public static class CompactNetwork
{
    /// <summary>float [n, 1, 48, 48], grey values 0–255, to logits, float [n, 7].</summary>
    public static Module<Tensor, Tensor> Create() => new FlipAverage(Sequential(
        ("scale", new ScalePixels()),                 // [n,   1, 48, 48]
        ("conv1", Widen(1, 16)),                      // [n,  16, 48, 48]
        ("conv2", Refine(16)),
        ("pool2", MaxPool2d(2)),                      // [n,  16, 24, 24]
        ("conv3", Widen(16, 48)),                     // [n,  48, 24, 24]
        ("conv4", Refine(48)),
        ("pool4", MaxPool2d(2)),                      // [n,  48, 12, 12]
        ("conv5", Widen(48, 96)),                     // [n,  96, 12, 12]
        ("conv6", Refine(96)),
        ("conv7", Refine(96)),
        ("pool7", MaxPool2d(2)),                      // [n,  96,  6,  6]
        ("conv8", Widen(96, 192)),                    // [n, 192,  6,  6]
        ("conv9", Refine(192)),
        ("conv10", Refine(192)),
        ("mean", AdaptiveAvgPool2d(1)),               // [n, 192,  1,  1]
        ("flatten", Flatten()),
        ("drop", Dropout(0.2)),
        ("logits", Linear(192, 7))));                 // [n,   7]

    private static Module<Tensor, Tensor> Widen(int from, int to) => Sequential(
        ("convolve", Conv2d(from, to, 3, padding: 1, bias: false)),
        ("normalise", BatchNorm2d(to)),
        ("relu", ReLU(inplace: true)));

    private static Module<Tensor, Tensor> Refine(int width) => Sequential(
        ("around", new Residual(Sequential(
            ("convolve", Conv2d(width, width, 3, padding: 1, bias: false)),
            ("normalise", BatchNorm2d(width))))),
        ("relu", ReLU(inplace: true)));
}
