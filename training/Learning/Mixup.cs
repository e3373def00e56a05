using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// Mixup: a batch blended with a permutation of itself, images and targets alike. Source: Zhang, Cisse, Dauphin and
/// Lopez-Paz, "mixup: Beyond Empirical Risk Minimization" (ICLR 2018).
/// </summary>
public sealed class Mixup
{
    private readonly Tensor labels;
    private readonly Tensor others;
    private readonly double weight;

    private Mixup(Tensor pixels, Tensor labels, Tensor others, double weight)
    {
        Pixels = pixels;
        this.labels = labels;
        this.others = others;
        this.weight = weight;
    }

    /// <summary>float [b, 1, 48, 48]</summary>
    public Tensor Pixels { get; }

    /// <summary>
    /// Mixes a batch with a weight from Beta(<paramref name="alpha"/>, <paramref name="alpha"/>); 0 turns it off.
    /// </summary>
    /// <param name="pixels">float [b, 1, 48, 48]</param>
    /// <param name="labels">int64 [b], or probabilities, float [b, 7]</param>
    /// <param name="alpha">Below 1, weights are mostly near 0 or 1; above 1, near one half.</param>
    public static Mixup Of(Tensor pixels, Tensor labels, double alpha)
    {
        if (alpha == 0)
        {
            return new Mixup(pixels, labels, labels, 1);
        }

        var drawn = distributions.Beta(tensor((float)alpha), tensor((float)alpha)).sample().item<float>();
        var share = Math.Max(drawn, 1 - drawn); // the larger weight goes to the image itself
        var order = randperm(labels.shape[0], int64, pixels.device);
        using Tensor otherWeight = (float)(1 - share);
        var mixed = pixels.lerp(pixels.index_select(0, order), otherWeight);
        return new Mixup(mixed, labels, labels.index_select(0, order), share);
    }

    /// <summary>The weighted sum of the losses of both targets.</summary>
    public Tensor Loss(Func<Tensor, Tensor> ofTarget) =>
        weight == 1 ? ofTarget(labels) : (weight * ofTarget(labels)) + ((1 - weight) * ofTarget(others));
}
