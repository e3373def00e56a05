namespace EmoMusic.Training.Evaluation;

/// <summary>Predictions of about the same confidence.</summary>
/// <param name="From">Lowest confidence, exclusive.</param>
/// <param name="To">Highest confidence, inclusive.</param>
/// <param name="Count">Predictions in between.</param>
/// <param name="Confidence">Their mean confidence; 0 where there are none.</param>
/// <param name="Accuracy">Share of them that is right; 0 where there are none.</param>
public sealed record CalibrationBin(double From, double To, int Count, double Confidence, double Accuracy);

/// <summary>
/// Whether the confidence, the highest probability, can be trusted: of all predictions made with 80 %, are 80 % right?
/// Source: Guo, Pleiss, Sun and Weinberger, "On Calibration of Modern Neural Networks" (ICML 2017).
/// </summary>
/// <param name="Error">Expected calibration error: |accuracy − confidence| of the bins, by their counts.</param>
/// <param name="Bins">15 bins of equal width from 0 to 1, the empty ones included.</param>
public sealed record Calibration(double Error, IReadOnlyList<CalibrationBin> Bins)
{
    /// <summary>How many bins there are, as in the paper.</summary>
    public const int BinCount = 15;

    /// <summary>Sorts predictions into bins.</summary>
    public static Calibration Of(IReadOnlyCollection<(float Confidence, bool IsRight)> predictions)
    {
        var byBin = predictions.ToLookup(prediction => BinOf(prediction.Confidence));
        var bins = Enumerable.Range(0, BinCount).Select(index => Bin(index, [.. byBin[index]])).ToList();
        var error = bins.Sum(bin => bin.Count * Math.Abs(bin.Accuracy - bin.Confidence)) / predictions.Count;
        return new Calibration(error, bins);
    }

    private static int BinOf(float confidence) =>
        Math.Clamp((int)MathF.Ceiling(confidence * BinCount) - 1, 0, BinCount - 1);

    private static CalibrationBin Bin(int index, (float Confidence, bool IsRight)[] predictions) => new(
        (double)index / BinCount,
        (index + 1.0) / BinCount,
        predictions.Length,
        predictions.Select(prediction => (double)prediction.Confidence).DefaultIfEmpty().Average(),
        predictions.Select(prediction => prediction.IsRight ? 1.0 : 0.0).DefaultIfEmpty().Average());
}
