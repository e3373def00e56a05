namespace EmoMusic.Training.Learning;

/// <summary>Where an epoch stands.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="Seen">Images learnt from so far.</param>
/// <param name="Images">Images of the epoch.</param>
/// <param name="Loss">Mean loss so far.</param>
/// <param name="Accuracy">Share of right answers so far.</param>
/// <param name="ImagesPerSecond">So far.</param>
public readonly record struct BatchProgress(
    int Epoch, int Seen, int Images, double Loss, double Accuracy, double ImagesPerSecond);

/// <summary>Shows a run while it learns: bars on a terminal, lines elsewhere.</summary>
public interface ITrainingDisplay
{
    /// <summary>A batch was learnt from.</summary>
    void Batch(BatchProgress progress);

    /// <summary>An epoch has ended, was judged and kept.</summary>
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
