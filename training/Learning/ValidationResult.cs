namespace EmoMusic.Training.Learning;

/// <summary>How a network does on images.</summary>
/// <param name="Loss">Mean cross entropy with the labels.</param>
/// <param name="Accuracy">Share of images whose label has the highest logit, 0 to 1.</param>
/// <param name="Recalls">The same for each emotion.</param>
public sealed record ValidationResult(double Loss, double Accuracy, ClassRecalls Recalls);
