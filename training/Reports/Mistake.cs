using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>An image that the model told wrong.</summary>
/// <param name="Image">Its index among the validation images.</param>
/// <param name="Actual">Its label.</param>
/// <param name="Predicted">What the model said.</param>
/// <param name="Confidence">How sure it was of that.</param>
/// <param name="OfActual">The probability that it gave to the label.</param>
public sealed record Mistake(int Image, string Actual, string Predicted, float Confidence, float OfActual)
{
    /// <summary>The mistakes of the highest confidence, highest first.</summary>
    public static IReadOnlyList<Mistake> MostConfident(RunReport report, int count)
    {
        var labels = report.Metrics.Labels;
        var actual = report.Data.Validation.Labels.data<long>().ToArray();
        var mistakes = new List<Mistake>();
        for (var image = 0; image < actual.Length; image++)
        {
            var scores = report.Probabilities.AsSpan(image * labels.Count, labels.Count);
            var predicted = Metrics.ArgMax(scores);
            var label = Emotions.Names[(int)actual[image]];
            if (labels[predicted] != label)
            {
                var ofActual = scores[labels.ToList().IndexOf(label)];
                mistakes.Add(new Mistake(image, label, labels[predicted], scores[predicted], ofActual));
            }
        }

        return [.. mistakes.OrderByDescending(mistake => mistake.Confidence).Take(count)];
    }
}
