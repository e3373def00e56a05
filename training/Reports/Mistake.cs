using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>A misclassified image.</summary>
/// <param name="Image">Its index among the validation images.</param>
/// <param name="Actual">Its label, or what most people see.</param>
/// <param name="Predicted">The predicted emotion.</param>
/// <param name="Confidence">Probability of the prediction.</param>
/// <param name="ActualProbability">Probability of what it is.</param>
public sealed record Mistake(int Image, string Actual, string Predicted, float Confidence, float ActualProbability)
{
    /// <summary>The most confident mistakes, by descending confidence.</summary>
    public static IReadOnlyList<Mistake> MostConfident(Exam exam, int count)
    {
        var labels = exam.Metrics.Labels;
        return [.. exam.Probabilities.Chunk(labels.Count)
            .Select((scores, row) => (Scores: scores, Predicted: Metrics.ArgMax(scores), Actual: exam.Actual[row], Image: exam.Images[row]))
            .Where(one => one.Predicted != one.Actual)
            .Select(one => new Mistake(
                one.Image, labels[one.Actual], labels[one.Predicted], one.Scores[one.Predicted], one.Scores[one.Actual]))
            .OrderByDescending(mistake => mistake.Confidence).Take(count)];
    }
}
