namespace EmoMusic.Serving.Player.Listeners;

/// <summary>
/// Beta posterior over the probability that a listener plays a track to its end in a mood. Playlists are drawn from it by
/// Thompson sampling (Thompson 1933; Chapelle and Li, "An Empirical Evaluation of Thompson Sampling", NIPS 2011), which
/// balances favourites and tracks that are hardly known. Counts decay, so that a change of taste is followed
/// (discounted Thompson sampling, Raj and Kalyani 2017).
/// </summary>
/// <param name="Finished">Plays to the end, decayed.</param>
/// <param name="Skipped">Skips, decayed.</param>
internal readonly record struct LikeDistribution(double Finished, double Skipped)
{
    // Tuned by the simulation in LikeDistributionTests: less weight learns slower, less decay holds on to an old taste.
    private const double PlayWeight = 3;
    private const double DecayOnPlay = 0.7; // of this track
    private const double DecayPerPlay = 0.995; // of any track in this mood
    private const double LikeWeight = 2; // in finished plays, as long as the track is liked

    /// <summary>The posterior after one more play.</summary>
    /// <param name="finished">Whether the track was played to its end.</param>
    /// <param name="playsSince">Plays of any track in this mood since this track's last one.</param>
    public LikeDistribution Update(bool finished, int playsSince)
    {
        var decay = DecayOnPlay * Math.Pow(DecayPerPlay, Math.Max(0, playsSince - 1));
        return new((Finished * decay) + (finished ? PlayWeight : 0), (Skipped * decay) + (finished ? 0 : PlayWeight));
    }

    /// <summary>Samples a probability, 0 to 1.</summary>
    public double Sample(Random random, int playsSince, bool liked)
    {
        var decay = Math.Pow(DecayPerPlay, playsSince);
        return random.NextBeta(
            1 + (Math.Max(0, Finished) * decay) + (liked ? LikeWeight : 0), 1 + (Math.Max(0, Skipped) * decay));
    }
}
