using EmoMusic.Training.Learning;

namespace EmoMusic.Training.Runs;

/// <summary>What an earlier run has learnt, for another one to begin with.</summary>
/// <param name="Path">The folder of the run or the checkpoint's file, in full.</param>
/// <param name="Network">The run's network; null where a file stands alone, which does not say.</param>
/// <param name="Best">The weights of its best epoch, and what that epoch brought.</param>
public sealed record PretrainedWeights(string Path, string? Network, (byte[] Weights, EpochRecord Epoch) Best)
{
    /// <summary>Opens the folder of a run, or a checkpoint's file.</summary>
    /// <exception cref="TrainingException">It is neither, or damaged.</exception>
    public static PretrainedWeights Open(string path)
    {
        path = System.IO.Path.GetFullPath(path);
        if (Directory.Exists(path))
        {
            var run = RunFolder.Open(path);
            return new PretrainedWeights(path, run.ReadRequest().Options.Network, Checkpoint.ReadBest(run.Checkpoint));
        }

        return File.Exists(path) ? new PretrainedWeights(path, null, Checkpoint.ReadBest(path)) : throw new TrainingException(
            $"{path}: found no such file or folder, expected the folder of a run, or the last.zip of its checkpoint. "
            + "Name one with --from.");
    }

    /// <summary>The network that a run from here has.</summary>
    /// <param name="wanted">What the user named, if anything.</param>
    /// <exception cref="TrainingException">The user wants another one than this point's.</exception>
    public string? ResolveNetwork(string? wanted) =>
        wanted is null || Network is null || wanted == Network ? Network ?? wanted : throw new TrainingException(
            $"{Path}: found a run of the network {Network}, expected {wanted}, which --network names. "
            + $"Leave --network out, or name a run of {wanted} with --from.");

    /// <summary>Gives the weights to a run before its first epoch.</summary>
    /// <exception cref="TrainingException">They are another network's.</exception>
    public void LoadInto(TrainingState state, bool resetHead)
    {
        try
        {
            state.LoadPretrained(Best.Weights, resetHead);
        }
        catch (ArgumentException error)
        {
            throw new TrainingException(
                $"{Path}: found the weights of another network than {state.NetworkName}. Name theirs with --network.",
                error);
        }
    }
}
