using static TorchSharp.torch;

namespace EmoMusic.Training.Learning;

/// <summary>
/// The exponential moving average of the weights (after Polyak and Juditsky 1992), batch-norm statistics included.
/// </summary>
public static class Ema
{
    /// <summary>Moves the average a step towards the network; does nothing where it is off.</summary>
    /// <param name="state">Its average is changed in place.</param>
    /// <param name="options">The run's options; their decay is the highest that is used.</param>
    /// <param name="step">The step just made, counted from 0 over the whole run.</param>
    public static void Update(TrainingState state, TrainingOptions options, long step)
    {
        if (state.EmaNetwork is not { } average)
        {
            return;
        }

        // Young averages follow fast, else the random first weights would stay in them for long.
        var decay = Math.Min(options.EmaDecay, (1.0 + step) / (10.0 + step));
        using var noGradients = no_grad();
        using Tensor weight = decay; // one for all, and freed here
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
                target.copy_(from[name]); // the count of batches seen
            }
        }
    }
}
