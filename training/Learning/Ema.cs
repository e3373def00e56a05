using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// The exponential moving average of the weights (after Polyak and Juditsky 1992), batch-norm statistics included.
/// </summary>
public static class Ema
{
    /// <summary>Updates the average after a step; does nothing if it is off.</summary>
    /// <param name="state">Its average is updated in place.</param>
    /// <param name="options">The run's options, with the final decay.</param>
    /// <param name="step">The completed step, counted from 0 over the whole run.</param>
    public static void Update(TrainingState state, TrainingOptions options, long step)
    {
        if (state.EmaNetwork is not { } average)
        {
            return;
        }

        // The decay warms up, or else the random initial weights would dominate the average for long.
        var decay = Math.Min(options.EmaDecay, (1.0 + step) / (10.0 + step));
        using var noGradients = no_grad();
        using Tensor weight = decay; // one scalar for all tensors, freed here
        var from = state.Network.state_dict();
        foreach (var (name, target) in average.state_dict())
        {
            if (target.is_floating_point())
            {
                using var moved = from[name].lerp(target, weight);
                target.copy_(moved);
            }
            else
            {
                target.copy_(from[name]); // batches tracked
            }
        }
    }
}
