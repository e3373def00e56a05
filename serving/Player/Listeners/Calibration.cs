namespace EmoMusic.Serving.Player.Listeners;

/// <summary>
/// How a listener's own words for a face differ from what the model reads: a Dirichlet distribution for each emotion read, over
/// the seven that may be said. The model's confusion matrix is estimated as in Dawid and Skene, "Maximum Likelihood Estimation
/// of Observer Error-Rates Using the EM Algorithm" (Applied Statistics 28, 1979), with the listener's word as the truth; the
/// posterior mean of a row is that of Gelman et al., "Bayesian Data Analysis" (2013), section 3.4. Immutable.
/// </summary>
internal sealed class Calibration
{
    /// <summary>Pseudo-counts for "said what was read". The other cells have none, so nothing changes without corrections.</summary>
    public const double PriorCount = 6;

    /// <summary>Corrections after which an older one counts half: what was wrong is outweighed, and faces change.</summary>
    public const double HalfLife = 20;

    private const double SmallestCount = 1e-3; // forgotten
    private const double LargestCount = 100; // more than there can be: it was not counted here

    private static readonly double Decay = Math.Pow(0.5, 1 / HalfLife);
    private static readonly int Size = Emotions.All.Count;

    private readonly double[,] counts;

    private Calibration(double[,] counts) => this.counts = counts;

    /// <summary>No corrections yet: scores stay as they are.</summary>
    public static Calibration Empty { get; } = new(new double[Size, Size]);

    /// <summary>The counts above 0. Their sum is at most HalfLife / ln 2 + 1, about 30.</summary>
    public IEnumerable<(Emotion Read, Emotion Said, double Count)> Counts =>
        from read in Emotions.All
        from said in Emotions.All
        where counts[(int)read, (int)said] > 0
        select (read, said, counts[(int)read, (int)said]);

    /// <summary>A calibration with counts that were stored.</summary>
    public static Calibration From(IEnumerable<(Emotion Read, Emotion Said, double Count)> counts)
    {
        var filled = new double[Size, Size];
        foreach (var (read, said, count) in counts)
        {
            filled[(int)read, (int)said] = Math.Clamp(count, 0, LargestCount);
        }

        return new(filled);
    }

    /// <summary>Adds what a listener said about one face. Every emotion read shares in it by its score.</summary>
    /// <param name="scores">What the model read, without any calibration: seven scores whose sum is 1.</param>
    /// <param name="said">What the listener said; the highest score's emotion if they agreed.</param>
    public Calibration Add(IReadOnlyList<double> scores, Emotion said)
    {
        var next = new double[Size, Size];
        for (var i = 0; i < next.Length; i++)
        {
            var (read, column) = (i / Size, i % Size);
            var count = (counts[read, column] * Decay) + (column == (int)said ? scores[read] : 0);
            next[read, column] = count < SmallestCount ? 0 : count;
        }

        return new(next);
    }

    /// <summary>P(said | read): the posterior mean.</summary>
    public double Probability(Emotion said, Emotion read)
    {
        var total = Enumerable.Range(0, Size).Sum(column => counts[(int)read, column]);
        return (counts[(int)read, (int)said] + (said == read ? PriorCount : 0)) / (total + PriorCount);
    }

    /// <summary>What the listener would say, given what the model read: Σ scores[read] · P(said | read).</summary>
    /// <param name="scores">Seven scores whose sum is 1.</param>
    /// <returns>Seven scores whose sum is 1.</returns>
    public float[] Adjust(IReadOnlyList<float> scores) =>
        [.. Emotions.All.Select(said => (float)Emotions.All.Sum(read => scores[(int)read] * Probability(said, read)))];
}
