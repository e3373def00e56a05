namespace EmoMusic.Serving.Player.Listening;

/// <summary>
/// What is believed of how much a listener likes a track in a mood: a Beta distribution over the share of times that it
/// would be heard to its end. Playlists are drawn from it by Thompson sampling (Thompson 1933; Chapelle and Li,
/// "An Empirical Evaluation of Thompson Sampling", NIPS 2011): a favourite is drawn often, and so is now and then what is
/// hardly known. Beliefs fade, so that a change of taste is followed (Raj and Kalyani 2017).
/// </summary>
/// <param name="Finished">Times that it was heard to its end, faded.</param>
/// <param name="Skipped">Times that it was skipped, faded.</param>
internal readonly record struct Liking(double Finished, double Skipped)
{
    // Found by the simulation of LikingTests: less weight learns slower, less fading holds on to an old taste.
    private const double Weight = 3; // of one time
    private const double FadesWhenPlayed = 0.7; // what is kept of the times before
    private const double FadesMeanwhile = 0.995; // what is kept with each play of anything in this mood
    private const double OfFavourite = 2; // times that a like is worth, as long as it stands

    /// <summary>The belief after one more time.</summary>
    /// <param name="finished">Whether it was heard to its end.</param>
    /// <param name="playsSince">Plays of anything in this mood since the last time.</param>
    public Liking After(bool finished, int playsSince)
    {
        var kept = FadesWhenPlayed * Math.Pow(FadesMeanwhile, Math.Max(0, playsSince - 1));
        return new((Finished * kept) + (finished ? Weight : 0), (Skipped * kept) + (finished ? 0 : Weight));
    }

    /// <summary>A share, 0 to 1, drawn from the belief.</summary>
    public double Draw(Random random, int playsSince, bool isFavourite)
    {
        var kept = Math.Pow(FadesMeanwhile, playsSince);
        return random.NextBeta(1 + (Finished * kept) + (isFavourite ? OfFavourite : 0), 1 + (Skipped * kept));
    }
}
