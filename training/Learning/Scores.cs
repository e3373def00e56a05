namespace EmoMusic.Training.Learning;

/// <summary>Scores of the exported model on the validation images, 0 to 1.</summary>
/// <param name="Accuracy">By the labels.</param>
/// <param name="Agreement">By the clear majority of the annotators; null without votes.</param>
public sealed record Scores(double Accuracy, double? Agreement);
