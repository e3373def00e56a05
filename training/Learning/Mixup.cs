using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// A batch laid over itself in another order: each image is mostly one face and a little another, and so is its target.
/// Source: Zhang, Cisse, Dauphin and Lopez-Paz, "mixup: Beyond Empirical Risk Minimization" (ICLR 2018).
/// </summary>
public sealed class Mixup
{
    private readonly Tensor labels;
    private readonly Tensor others;
    private readonly double share;

    private Mixup(Tensor pixels, Tensor labels, Tensor others, double share)
    {
        Pixels = pixels;
        this.labels = labels;
        this.others = others;
        this.share = share;
    }

    /// <summary>float [b, 1, 48, 48]</summary>
    public Tensor Pixels { get; }

    /// <summary>Mixes a batch by a share from Beta(<paramref name="alpha"/>, the same); not at all where it is 0.</summary>
    /// <param name="pixels">float [b, 1, 48, 48]</param>
    /// <param name="labels">int64 [b], or probabilities, float [b, 7]</param>
    /// <param name="alpha">Up to 1: mostly one of the two; above: more and more half of each.</param>
    public static Mixup Of(Tensor pixels, Tensor labels, double alpha)
    {
        if (alpha == 0)
        {
            return new Mixup(pixels, labels, labels, 1);
        }

        var drawn = distributions.Beta(tensor((float)alpha), tensor((float)alpha)).sample().item<float>();
        var share = Math.Max(drawn, 1 - drawn); // the batch's own images are the larger part
        var order = randperm(labels.shape[0], int64);
        using Tensor weight = (float)(1 - share);
        return new Mixup(pixels.lerp(pixels.index_select(0, order), weight), labels, labels.index_select(0, order), share);
    }

    /// <summary>The loss of both targets, each by its share.</summary>
    public Tensor Loss(Func<Tensor, Tensor> ofTarget) =>
        share == 1 ? ofTarget(labels) : (share * ofTarget(labels)) + ((1 - share) * ofTarget(others));
}
