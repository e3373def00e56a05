using EmoMusic.Training.Data;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EmoMusic.Training.Learning;

/// <summary>
/// What the exported model does to the logits: it adds the bias and divides by the temperature. Fitted on the
/// calibration set, by its labels or, with votes, by the clear majority of the annotators.
/// </summary>
/// <param name="Bias">Per class, [7].</param>
/// <param name="Temperature">Above 0.</param>
public sealed record LogitCalibration(float[] Bias, double Temperature)
{
    /// <summary>The bias that the options ask for, and a temperature of 1.</summary>
    /// <param name="options">The run's options.</param>
    /// <param name="images">Training images, whose prior a logit-adjusted loss took out of the logits; null before training.</param>
    public static LogitCalibration Of(TrainingOptions options, LabelledImages? images = null)
    {
        var bias = images is null ? new float[Emotions.Count] : LogitAdjustment.LossPrior(options, images);
        bias[Emotions.Fear] += (float)options.FearLogitBias;
        return new LogitCalibration(bias, 1);
    }

    /// <summary>Fits logit adjustment and temperature. Leaves the network in evaluation mode.</summary>
    /// <param name="network">The network.</param>
    /// <param name="data">Training images for the prior, calibration set for the rest; not fitted without the latter.</param>
    /// <param name="options">The run's options.</param>
    public static LogitCalibration Fit(Module<Tensor, Tensor> network, Dataset data, TrainingOptions options)
    {
        var calibration = Of(options, data.Training);
        using var scope = NewDisposeScope();
        using var noGradients = no_grad();
        using var majority = data.CalibrationSet is { Votes: not null } voted ? voted.ByMajority() : null;
        if ((majority ?? data.CalibrationSet) is not { Count: > 0 } images)
        {
            return calibration;
        }

        var labels = images.Labels;
        var logits = Trainer.Logits(network, images, calibration.Bias);
        var temperature = Learning.Temperature.Fit(logits, labels);
        if (options.LogitAdjustment > 0)
        {
            var logPrior = LogitAdjustment.LogPrior(data.Training);
            var unit = tensor((float)temperature); // logits / temperature are log-probabilities
            var tau = LogitAdjustment.Fit(logits / unit, labels, logPrior, options.LogitAdjustment);
            var bias = tensor((float)(-tau * temperature)) * logPrior;
            var moved = bias.data<float>().ToArray();
            calibration = calibration with { Bias = [.. calibration.Bias.Zip(moved, (own, more) => own + more)] };
            temperature = Learning.Temperature.Fit(logits + bias, labels);
        }

        return calibration with { Temperature = temperature };
    }
}
