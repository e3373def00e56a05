using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Networks;

/// <summary>
/// The network of the project that EmoMusic replaces: four convolutions without padding, 2,345,607 parameters.
/// The only difference: pixel scaling is part of the network.
/// </summary>
public static class OriginalNetwork
{
    /// <summary>float [n, 1, 48, 48], grey values 0–255, to logits, float [n, 7].</summary>
    public static Module<Tensor, Tensor> Create() => Sequential(
        ("scale", new ScalePixels()),                           // [n,   1, 48, 48]
        ("conv1", Conv2d(1, 32, 3)),                            // [n,  32, 46, 46]
        ("relu1", ReLU(inplace: true)),
        ("conv2", Conv2d(32, 64, 3)),                           // [n,  64, 44, 44]
        ("relu2", ReLU(inplace: true)),
        ("pool2", MaxPool2d(2)),                                // [n,  64, 22, 22]
        ("drop2", Dropout(0.25)),
        ("conv3", Conv2d(64, 128, 3)),                          // [n, 128, 20, 20]
        ("relu3", ReLU(inplace: true)),
        ("pool3", MaxPool2d(2)),                                // [n, 128, 10, 10]
        ("conv4", Conv2d(128, 128, 3)),                         // [n, 128,  8,  8]
        ("relu4", ReLU(inplace: true)),
        ("pool4", MaxPool2d(2)),                                // [n, 128,  4,  4]
        ("drop4", Dropout(0.25)),
        ("flatten", Flatten()),                                 // [n, 2048]
        ("hidden", Linear(128 * 4 * 4, 1024)),                  // [n, 1024]
        ("relu5", ReLU(inplace: true)),
        ("drop5", Dropout(0.5)),
        ("logits", Linear(1024, 7)));                           // [n,    7]
}
