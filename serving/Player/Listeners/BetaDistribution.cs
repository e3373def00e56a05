namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Beta and gamma variates, which .NET lacks.</summary>
internal static class BetaDistribution
{
    /// <summary>A sample of Beta(a, b), a and b at least 1, from two gamma variates.</summary>
    public static double NextBeta(this Random random, double a, double b)
    {
        if (a == 1 && b == 1)
        {
            return random.NextDouble(); // uniform, as for most tracks of a large library
        }

        var (x, y) = (random.NextGamma(a), random.NextGamma(b));
        return x / (x + y);
    }

    /// <summary>
    /// A sample of Gamma(shape, 1), shape at least 1, by Marsaglia and Tsang, "A Simple Method for Generating Gamma Variables"
    /// (ACM TOMS 26, 2000).
    /// </summary>
    public static double NextGamma(this Random random, double shape)
    {
        var d = shape - (1.0 / 3);
        var c = 1 / Math.Sqrt(9 * d);
        while (true)
        {
            var x = random.NextNormal();
            var v = Math.Pow(1 + (c * x), 3);
            if (v > 0 && Math.Log(1 - random.NextDouble()) < (x * x / 2) + d - (d * v) + (d * Math.Log(v)))
            {
                return d * v;
            }
        }
    }

    // Box and Muller (1958).
    private static double NextNormal(this Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
