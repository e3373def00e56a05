using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;

namespace EmoMusic.Training.Reports;

/// <summary>The predictions for the validation images, judged by one set of labels.</summary>
/// <param name="Name">By what is judged, such as "FER-2013’s label".</param>
/// <param name="Metrics">The metrics.</param>
/// <param name="Probabilities">float [n, classes], in the order of the metrics' labels.</param>
/// <param name="Actual">[n], indices into the metrics' labels.</param>
/// <param name="Images">[n], which of the validation images these are.</param>
public sealed record Exam(string Name, Metrics Metrics, float[] Probabilities, int[] Actual, IReadOnlyList<int> Images)
{
    private const int CurvePoints = 40;

    /// <summary>By the labels and, with votes, by the clear majority of annotators.</summary>
    public static IReadOnlyList<Exam> Of(RunReport report)
    {
        var (validation, labels) = (report.Data.Validation, report.Metrics.Labels.ToList());
        int[] IndicesOf(IEnumerable<long> actual) => [.. actual.Select(label => labels.IndexOf(Emotions.Names[(int)label]))];

        var byLabel = new Exam(
            "FER-2013’s label", report.Metrics, report.Probabilities, IndicesOf(validation.Labels.data<long>()),
            [.. Enumerable.Range(0, validation.Count)]);
        if (report.Agreement is not { } agreement || validation.Votes is null)
        {
            return [byLabel];
        }

        using var exam = validation.ByMajority();
        var rows = report.Probabilities.Chunk(labels.Count).ToList();
        var images = validation.ClearMajority();
        var clear = images.SelectMany(image => rows[image]).ToArray();
        return [byLabel, new Exam("the clear majority of ten people", agreement, clear, IndicesOf(exam.Labels.data<long>()), images)];
    }

    /// <summary>Accuracy of the answers that are at least this confident.</summary>
    /// <param name="Threshold">Lowest confidence of an answer.</param>
    /// <param name="Coverage">Share of the images that are answered.</param>
    /// <param name="Accuracy">Share of the answers that are right.</param>
    public sealed record ThresholdPoint(double Threshold, double Coverage, double Accuracy);

    /// <summary>"Answer only when sure": coverage against accuracy, from every answer to the last ones.</summary>
    public IReadOnlyList<ThresholdPoint> Thresholds()
    {
        var answers = Rows().Select((scores, row) =>
        {
            var predicted = Metrics.ArgMax(scores);
            return (Confidence: scores[predicted], IsRight: predicted == Actual[row]);
        }).ToList();
        return [.. Enumerable.Range(4, 16).Select(step => step * 0.05).Prepend(0).Append(0.99).Select(threshold =>
        {
            var given = answers.Where(answer => answer.Confidence >= threshold).ToList();
            return new ThresholdPoint(
                threshold, (double)given.Count / answers.Count,
                given.Select(answer => answer.IsRight ? 1.0 : 0).DefaultIfEmpty().Average());
        }).Where(point => point.Coverage > 0)];
    }

    /// <summary>A class's precision at a recall.</summary>
    /// <param name="Recall">Share of the class's images found.</param>
    /// <param name="Precision">Share of the class among those taken for it.</param>
    /// <param name="Threshold">Lowest probability that is taken for the class.</param>
    public sealed record PrecisionRecallPoint(double Recall, double Precision, double Threshold);

    /// <summary>
    /// Precision by recall of one class against the others, and the average precision (Σ (Rₙ − Rₙ₋₁) Pₙ, as in scikit-learn);
    /// empty for a class without images.
    /// </summary>
    public (double Average, IReadOnlyList<PrecisionRecallPoint> Points) PrecisionRecall(int label)
    {
        var images = Actual.Count(actual => actual == label);
        if (images == 0)
        {
            return (double.NaN, []);
        }

        var ranked = Rows().Select((scores, row) => (Score: scores[label], IsRight: Actual[row] == label))
            .OrderByDescending(one => one.Score).ToList();
        var (points, average, hits, shown) = (new List<PrecisionRecallPoint>(), 0.0, 0, 0);
        for (var taken = 1; taken <= ranked.Count; taken++)
        {
            hits += ranked[taken - 1].IsRight ? 1 : 0;
            if (taken < ranked.Count && ranked[taken].Score == ranked[taken - 1].Score)
            {
                continue; // equal scores are taken together
            }

            var recall = (double)hits / images;
            average += (recall - (points.Count == 0 ? 0 : points[^1].Recall)) * hits / taken;
            points.Add(new PrecisionRecallPoint(recall, (double)hits / taken, ranked[taken - 1].Score));
        }

        return (average, [.. points.Where(point =>
        {
            var show = point.Recall * CurvePoints >= shown || point == points[^1];
            shown = show ? (int)(point.Recall * CurvePoints) + 1 : shown;
            return show;
        }).TakeWhile((point, index) => index == 0 || point.Recall <= 1)]);
    }

    private IEnumerable<float[]> Rows() => Probabilities.Chunk(Metrics.Labels.Count);
}
