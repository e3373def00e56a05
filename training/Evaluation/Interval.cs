namespace EmoMusic.Training.Evaluation;

/// <summary>A 95 % confidence interval of a proportion.</summary>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    /// <summary>Wilson score interval (1927), which also works for few rows.</summary>
    public static Interval Wilson(double share, int rows)
    {
        var spread = Z * Z / rows;
        var middle = (share + (spread / 2)) / (1 + spread);
        var half = Z * Math.Sqrt((share * (1 - share) / rows) + (spread / (4 * rows))) / (1 + spread);

        // The exact bound is 0 or 1 at the ends, which rounding would miss.
        return new Interval(share == 0 ? 0 : middle - half, share == 1 ? 1 : middle + half);
    }
}
