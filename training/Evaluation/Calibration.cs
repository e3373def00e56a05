namespace EmoMusic.Training.Evaluation;

/// <summary>A bin of predictions with similar confidence.</summary>
/// <param name="From">Lowest confidence, exclusive.</param>
/// <param name="To">Highest confidence, inclusive.</param>
/// <param name="Count">Predictions in the bin.</param>
/// <param name="Confidence">Mean confidence; 0 if empty.</param>
/// <param name="Accuracy">Accuracy; 0 if empty.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);

/// <summary>
/// How well the confidence, the highest probability, matches the accuracy: of all predictions with 80 %, are 80 %
/// correct? Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
/// </summary>
/// <param name="Error">
/// Expected calibration error: |accuracy − confidence| of the bins, weighted by their counts.
/// </param>
/// <param name="Bins">15 bins of equal width from 0 to 1, the empty ones included.</param>
public sealed record Calibration(double Error, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>Number of bins, as in the paper.</summary>
    public const int BinCount = 15;

    /// <summary>Bins predictions by confidence.</summary>
    public static Calibration Of(IReadOnlyCollection<(float Confidence, bool IsCorrect)> predictions)
    {
        var byBin = predictions.ToLookup(prediction => BinOf(prediction.Confidence));
        var bins = Enumerable.Range(0, BinCount).Select(index => Bin(index, [.. byBin[index]])).ToList();
        var error = bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / predictions.Count;
        return new Calibration(error, bins);
    }

    private static int BinOf(float confidence) =>
        Math.Clamp((int)MathF.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);

    private static CalibrationBin Bin(int index, (float Confidence, bool IsCorrect)[] predictions) => new(
        (double)index / BinCount,
        (index + 1.0) / BinCount,
        predictions.Length,
        predictions.Select(prediction => (double)prediction.Confidence).DefaultIfEmpty().Average(),
        predictions.Select(prediction => prediction.IsCorrect ? 1.0 : 0.0).DefaultIfEmpty().Average());
}
