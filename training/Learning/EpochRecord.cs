namespace EmoMusic.Training.Learning;

/// <summary>What one epoch brought.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean loss over the images as they were learnt from, augmented and with dropout.</param>
/// <param name="TrainAccuracy">Share of those that were right, 0 to 1.</param>
/// <param name="ValidationLoss">Mean cross entropy on the validation images.</param>
/// <param name="ValidationAccuracy">Share of validation images that were right, 0 to 1.</param>
/// <param name="LearningRate">That of the epoch's last step.</param>
/// <param name="Seconds">Learning and judging together.</param>
/// <param name="ImagesPerSecond">While learning.</param>
public sealed record EpochRecord(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond);
