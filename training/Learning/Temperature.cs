using EmoMusic.Training.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// The number that logits are divided by so that confidence means what it says; it changes no prediction. It is the one
/// of the lowest cross entropy on images that were not learnt from.
/// Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
/// </summary>
public static class Temperature
{
    private const double Lowest = 0.1;
    private const double Highest = 10;
    private const int Halvings = 40; // of an interval of 2 × ln 10, to below what float32 tells apart

    /// <summary>The temperature of a network, which is left in evaluation mode; 1 where nothing was held out.</summary>
    public static double Fit(Module<Tensor, Tensor> network, LabelledImages? calibrationSet, double fearLogitBias)
    {
        if (calibrationSet is null)
        {
            return 1;
        }

        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        var logits = Trainer.Logits(network, calibrationSet, fearLogitBias);

        // The cross entropy has a single valley over the temperature: golden section search, on its logarithm.
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
            using var loss = functional.cross_entropy(logits / divisor, calibrationSet.Labels);
            return loss.item<float>();
        }
    }
}
