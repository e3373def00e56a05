using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// Temperature scaling: the divisor of the logits that minimises the cross entropy on a calibration set. It calibrates
/// the confidence and changes no prediction.
/// Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
/// </summary>
public static class Temperature
{
    private const double Lowest = 0.1;
    private const double Highest = 10;
    private const int Halvings = 40; // of 2 × ln 10, to below the precision of float32

    /// <summary>Fits the temperature.</summary>
    /// <param name="logits">float [n, 7].</param>
    /// <param name="labels">int64 [n].</param>
    public static double Fit(Tensor logits, Tensor labels)
    {
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();

        // The cross entropy is unimodal in the temperature: golden section search on its logarithm.
        var (low, high) = (Math.Log(Lowest), Math.Log(Highest));
        var ratio = (Math.Sqrt(5) - 1) / 2;
        for (var i = 0; i < Halvings; i++)
        {
            var (left, right) = (high - (ratio * (high - low)), low + (ratio * (high - low)));
            (low, high) = Loss(left) < Loss(right) ? (low, right) : (left, high);
        }

        return Math.Exp((low + high) / 2);

        double Loss(double logarithm)
        {
            using var divisor = tensor((float)Math.Exp(logarithm));
            using var loss = functional.cross_entropy(logits / divisor, labels);
            return loss.item<float>();
        }
    }
}
