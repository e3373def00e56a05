using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>A misclassified image.</summary>
/// <param name="Image">Its index among the validation images.</param>
/// <param name="Actual">Its label.</param>
/// <param name="Predicted">The predicted emotion.</param>
/// <param name="Confidence">Probability of the prediction.</param>
/// <param name="ActualProbability">Probability of the label.</param>
public sealed record Mistake(int Image, string Actual, string Predicted, float Confidence, float ActualProbability)
{
    /// <summary>The most confident mistakes, by descending confidence.</summary>
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
                var actualProbability = scores[labels.ToList().IndexOf(label)];
                mistakes.Add(new Mistake(image, label, labels[predicted], scores[predicted], actualProbability));
            }
        }

        return [.. mistakes.OrderByDescending(mistake => mistake.Confidence).Take(count)];
    }
}
