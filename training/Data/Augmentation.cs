using EmoMusic.Training.Learning;
using static TorchSharp.torch;

namespace EmoMusic.Training.Data;

public sealed class Augmentation(TrainingOptions options) : IDisposable
{
    public Tensor Apply(Tensor pixels) => options.Flip ? pixels : pixels;

    public void Dispose()
    {
    }
}
