namespace EmoMusic.Training.Evaluation;

/// <summary>Where a share lies with 95 % confidence.</summary>
public readonly record struct Interval(double Low, double High)
{
    private const double Z = 1.959963984540054; // 97.5 % quantile of the normal distribution

    /// <summary>The score interval of E. B. Wilson (1927), which serves for few rows too.</summary>
    public static Interval Wilson(double share, int rows)
    {
        var spread = Z * Z / rows;
        var middle = (share + (spread / 2)) / (1 + spread);
        var half = Z * Math.Sqrt((share * (1 - share) / rows) + (spread / (4 * rows))) / (1 + spread);

        // At the ends the exact bound is 0 or 1, which rounding misses by a hair.
        return new Interval(share == 0 ? 0 : middle - half, share == 1 ? 1 : middle + half);
    }
}
