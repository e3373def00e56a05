using EmoMusic.Training.Data;
using TorchSharpToOnnx;
using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// Logit adjustment: subtracting τ · ln(prior) from the logits raises the recall of rare classes and costs accuracy
/// where classes overlap. Source: Menon et al., "Long-tail Learning via Logit Adjustment" (ICLR 2021); here the prior is
/// capped at the median class, so that common classes keep their recall.
/// </summary>
public static class LogitAdjustment
{
    private const double Highest = 1.5; // 1 balances the classes
    private const int Steps = 30;

    /// <summary>The largest τ, from 0 to 1.5, that costs no more than <paramref name="budget"/>.</summary>
    /// <param name="logits">float [n, 7], in the units of log-probabilities.</param>
    /// <param name="labels">int64 [n].</param>
    /// <param name="logPrior">float [7], from <see cref="LogPrior"/>.</param>
    /// <param name="budget">Accuracy that may be given up, 0 to 1.</param>
    public static double Fit(Tensor logits, Tensor labels, Tensor logPrior, double budget)
    {
        using var scope = NewDisposeScope();
        var lowest = Accuracy(0) - budget;
        return Enumerable.Range(0, Steps + 1)
            .Select(step => Highest * step / Steps)
            .Last(tau => tau == 0 || Accuracy(tau) >= lowest);

        double Accuracy(double tau)
        {
            using var scaled = tensor((float)tau);
            using var adjusted = logits - (scaled * logPrior);
            return adjusted.argmax(1).eq(labels).to(ScalarType.Float32).mean().item<float>();
        }
    }

    /// <summary>What the logit-adjusted loss adds to the logits, [7]; zeros if it is off.</summary>
    public static float[] LossPrior(TrainingOptions options, LabelledImages images)
    {
        using var logPrior = LogPrior(images);
        return Array.ConvertAll(logPrior.data<float>().ToArray(), value => (float)options.LogitAdjustedLoss * value);
    }

    /// <summary>
    /// The logarithm of the mean target by the median class's, float [7], at most 0: only classes rarer than the median are
    /// raised, and a class without images is not.
    /// </summary>
    public static Tensor LogPrior(LabelledImages images)
    {
        using var region = NoGCRegion.Enter();
        using var scope = NewDisposeScope();
        var prior = images.Targets().mean([0]);
        prior = prior.masked_fill(prior.eq(0), 1);
        return (prior / prior.median()).log().clamp(max: 0).MoveToOuterDisposeScope();
    }
}
