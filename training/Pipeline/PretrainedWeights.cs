using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Pipeline;

/// <summary>Weights of an earlier run, for fine-tuning.</summary>
/// <param name="Path">Full path of the run's folder or of the checkpoint.</param>
/// <param name="Network">The run's network; null for a checkpoint without its run.</param>
/// <param name="Best">Weights and record of its best epoch.</param>
public sealed record PretrainedWeights(string Path, string? Network, (byte[] Weights, EpochRecord Epoch) Best)
{
    /// <summary>Opens a run's folder or a checkpoint.</summary>
    /// <exception cref="TrainingException">It is neither, or corrupt.</exception>
    public static PretrainedWeights Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            var run = RunFolder.Open(path);
            return new PretrainedWeights(path, run.ReadRequest().Options.Network, Checkpoint.ReadBest(run.Checkpoint));
        }

        return File.Exists(path)
            ? new PretrainedWeights(path, null, Checkpoint.ReadBest(path))
            : throw new TrainingException(
            $"{path}: no such file or folder, expected a run's folder or its checkpoint/last.zip. "
            + "Pass one with --from.");
    }

    /// <summary>The network to fine-tune.</summary>
    /// <param name="wanted">The value of --network, if given.</param>
    /// <exception cref="TrainingException">It contradicts the run's network.</exception>
    public string? ResolveNetwork(string? wanted) =>
        wanted is null || Network is null || wanted == Network ? Network ?? wanted : throw new TrainingException(
            $"{Path}: found a run of the network {Network}, expected {wanted} (--network). "
            + $"Omit --network, or pass a run of {wanted} with --from.");

    /// <summary>Loads the weights into a run before its first epoch.</summary>
    /// <exception cref="TrainingException">They do not fit the network.</exception>
    public void LoadInto(TrainingState state, bool resetHead)
    {
        try
        {
            state.LoadPretrained(Best.Weights, resetHead);
        }
        catch (Exception error) when (error is ArgumentException or EndOfStreamException)
        {
            throw new TrainingException(
                $"{Path}: the weights do not fit the network {state.NetworkName}. Pass their network with --network.",
                error);
        }
    }
}
