namespace EmoMusic.Training.Learning;

/// <summary>Losses, accuracies and speed of one epoch.</summary>
/// <param name="Epoch">Counted from 1.</param>
/// <param name="TrainLoss">Mean training loss, with augmentation and dropout.</param>
/// <param name="TrainAccuracy">Training accuracy, 0 to 1, with augmentation and dropout.</param>
/// <param name="ValidationLoss">Mean cross entropy on the validation images.</param>
/// <param name="ValidationAccuracy">Validation accuracy by the data set's labels, 0 to 1.</param>
/// <param name="LearningRate">Learning rate of the last step.</param>
/// <param name="Seconds">Training and validation together.</param>
/// <param name="ImagesPerSecond">Training speed.</param>
/// <param name="Agreement">Validation accuracy by the clear majority of annotators, 0 to 1; null without votes.</param>
/// <param name="Recalls">
/// Validation recall of each emotion, by the clear majority if there are votes; null in runs before it was recorded.
/// </param>
public sealed record EpochRecord(
    int Epoch,
    double TrainLoss,
    double TrainAccuracy,
    double ValidationLoss,
    double ValidationAccuracy,
    double LearningRate,
    double Seconds,
    double ImagesPerSecond,
    double? Agreement = null,
    ClassRecalls? Recalls = null)
{
    /// <summary>What the best epoch is chosen by: the agreement, or the accuracy without votes.</summary>
    public double Score() => Agreement ?? ValidationAccuracy;
}
