namespace EmoMusic.Training.Learning;

/// <summary>Progress within an epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Seen">Images seen so far in this epoch.</param>
/// <param name="Images">Images per epoch.</param>
/// <param name="Loss">Mean loss so far.</param>
/// <param name="Accuracy">Accuracy so far.</param>
/// <param name="ImagesPerSecond">Speed so far.</param>
public readonly record struct BatchProgress(
    int Epoch, int Seen, int Images, double Loss, double Accuracy, double ImagesPerSecond);

/// <summary>Shows the progress of a run: bars on a terminal, lines elsewhere.</summary>
public interface ITrainingDisplay
{
    /// <summary>Called after each training step.</summary>
    void Batch(BatchProgress progress);

    /// <summary>Called after an epoch was evaluated and saved.</summary>
    void Epoch(EpochRecord epoch, bool isBest);
}

/// <summary>Shows nothing.</summary>
public sealed class NoDisplay : ITrainingDisplay
{
    /// <inheritdoc/>
    public void Batch(BatchProgress progress)
    {
    }

    /// <inheritdoc/>
    public void Epoch(EpochRecord epoch, bool isBest)
    {
    }
}
