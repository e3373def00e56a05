namespace EmoMusic.Training.Evaluation;

/// <summary>Metrics of one class. Ratios with a denominator of 0 are 0.</summary>
/// <param name="Label">The emotion.</param>
/// <param name="Precision">Precision.</param>
/// <param name="Recall">Recall.</param>
/// <param name="F1">Harmonic mean of precision and recall.</param>
/// <param name="Support">Images of this class.</param>
public sealed record ClassMetrics(string Label, double Precision, double Recall, double F1, int Support);

/// <summary>Classification metrics of a model's probabilities.</summary>
/// <param name="Labels">The emotions; all per-class values are in this order.</param>
/// <param name="Rows">Number of images.</param>
/// <param name="Accuracy">Share of images whose label has the highest probability; ties go to the first.</param>
/// <param name="MacroAccuracy">Mean recall of the classes that have images.</param>
/// <param name="LogLoss">Mean of −ln of the label's probability, clipped at 1e-15.</param>
/// <param name="Top2">Top-2 accuracy.</param>
/// <param name="Calibration">Calibration of the confidence.</param>
/// <param name="Confusion">Images by [actual][predicted].</param>
public sealed record Metrics(
    IReadOnlyList<string> Labels,
    int Rows,
    double Accuracy,
    double MacroAccuracy,
    double LogLoss,
    double Top2,
    Calibration Calibration,
    IReadOnlyList<IReadOnlyList<int>> Confusion)
{
    private const double MinProbability = 1e-15; // like ML.NET and scikit-learn

    /// <summary>
    /// Mean cross entropy of the probabilities with the distribution of the annotators' votes; null without votes.
    /// </summary>
    public double? VotesLogLoss { get; init; }

    /// <summary>95 % interval of the accuracy.</summary>
    public Interval Interval => Interval.Wilson(Accuracy, Rows);

    /// <summary>One entry per class.</summary>
    public IReadOnlyList<ClassMetrics> Classes =>
        [.. Labels.Select((label, index) => ByClass(label, index, Confusion))];

    /// <summary>Computes the metrics.</summary>
    /// <param name="probabilities">float [n, classes], row by row.</param>
    /// <param name="actual">[n], indices into <paramref name="labels"/>.</param>
    /// <param name="labels">The classes' names.</param>
    public static Metrics Of(ReadOnlySpan<float> probabilities, ReadOnlySpan<int> actual, IReadOnlyList<string> labels)
    {
        var classes = labels.Count;
        if (actual.Length == 0 || probabilities.Length != actual.Length * classes)
        {
            throw new ArgumentException(
                $"found {probabilities.Length} probabilities for {actual.Length} rows of {classes} classes, expected "
                + $"{actual.Length * classes} and at least one row");
        }

        var confusion = labels.Select(_ => new int[classes]).ToArray();
        var (logLoss, correct, inTop2) = (0.0, 0, 0);
        var predictions = new List<(float Confidence, bool IsCorrect)>(actual.Length);
        for (var row = 0; row < actual.Length; row++)
        {
            var scores = probabilities.Slice(row * classes, classes);
            var predicted = ArgMax(scores);
            var label = actual[row];

            confusion[label][predicted]++;
            logLoss -= Math.Log(Math.Max(scores[label], MinProbability));
            correct += predicted == label ? 1 : 0;
            inTop2 += Rank(scores, label) < 2 ? 1 : 0;
            predictions.Add((scores[predicted], predicted == label));
        }

        var recalls = confusion.Select((row, index) => Ratio(row[index], row.Sum()));
        var macro = recalls.Where((_, index) => confusion[index].Sum() > 0).Average();
        double rows = actual.Length;
        return new Metrics(
            labels, actual.Length, correct / rows, macro, logLoss / rows, inTop2 / rows,
            Calibration.Of(predictions), confusion);
    }

    /// <summary>Mean cross entropy with a distribution, such as the annotators' votes.</summary>
    /// <param name="probabilities">float [n, classes], row by row.</param>
    /// <param name="targets">The same shape; each row sums to 1.</param>
    /// <param name="classes">Number of classes.</param>
    public static double CrossEntropy(
        ReadOnlySpan<float> probabilities, ReadOnlySpan<float> targets, int classes)
    {
        var sum = 0.0;
        for (var i = 0; i < probabilities.Length; i++)
        {
            sum -= targets[i] * Math.Log(Math.Max(probabilities[i], MinProbability));
        }

        return sum * classes / probabilities.Length;
    }

    /// <summary>The index of the highest score; ties go to the first.</summary>
    public static int ArgMax(ReadOnlySpan<float> scores)
    {
        var highest = 0;
        for (var i = 1; i < scores.Length; i++)
        {
            highest = scores[i] > scores[highest] ? i : highest;
        }

        return highest;
    }

    private static int Rank(ReadOnlySpan<float> scores, int label)
    {
        var before = 0;
        for (var i = 0; i < scores.Length; i++)
        {
            before += scores[i] > scores[label] || (scores[i] == scores[label] && i < label) ? 1 : 0;
        }

        return before;
    }

    private static ClassMetrics ByClass(string label, int index, IReadOnlyList<IReadOnlyList<int>> confusion)
    {
        var correct = confusion[index][index];
        var support = confusion[index].Sum();
        var precision = Ratio(correct, confusion.Sum(row => row[index]));
        var recall = Ratio(correct, support);
        return new ClassMetrics(label, precision, recall, Ratio(2 * precision * recall, precision + recall), support);
    }

    private static double Ratio(double part, double whole) => whole == 0 ? 0 : part / whole;
}
