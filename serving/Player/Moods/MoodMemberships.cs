namespace EmoMusic.Serving.Player.Moods;

/// <summary>How much a track belongs to each mood.</summary>
/// <param name="Degrees">double [7], 0 to 1, in the order of <see cref="Emotions.All"/>.</param>
/// <param name="Where">The track's place within its library.</param>
internal sealed record MoodMemberships(IReadOnlyList<double> Degrees, ValenceArousal Where)
{
    /// <summary>From this degree on, a track plays for a mood.</summary>
    public const double Plays = 0.5;

    private const double Reach = 0.35; // distance from a mood's place at which the degree has fallen to a half
    private const int FewestRanked = 7; // tracks; among fewer, ranks say nothing
    private const double RankWeight = 0.75; // of the rank in a large library; the rest is the absolute place
    private const double HalfRanked = 20; // tracks at which ranks have half of that weight
    private const double Span = 1; // the lowest rank is at −1, the highest at 1
    private const int FewestOfShade = 15; // tracks whose arousals are ranked together
    private const int MostShades = 10; // from dark to bright

    /// <summary>A mood that somebody named: this one, and no other.</summary>
    public static MoodMemberships Of(Emotion mood, ValenceArousal where) =>
        new([.. Emotions.All.Select(each => each == mood ? 1.0 : 0)], where);

    /// <summary>The mood with the highest degree; of equal ones the nearest.</summary>
    public Emotion Mood => Emotions.All.MinBy(mood => (-Degrees[(int)mood], Where.DistanceTo(mood.ValenceArousal())));

    /// <summary>
    /// Measures estimated places within a library, absolutely and by rank: the quietest library has its liveliest tracks, and
    /// each mood is played by at least a seventh of the library, the nearest ones.
    /// </summary>
    /// <param name="places">The estimates.</param>
    /// <param name="library">Tracks in the library, with those whose mood somebody named.</param>
    /// <returns>The memberships of each, in the same order.</returns>
    public static IReadOnlyList<MoodMemberships> Measure(IReadOnlyList<ValenceArousal> places, int library)
    {
        var within = Within(places);
        var degrees = within.Select(_ => new double[Emotions.All.Count]).ToArray();
        var share = Math.Ceiling((double)library / Emotions.All.Count);
        foreach (var mood in Emotions.All)
        {
            var distances = Array.ConvertAll(within, place => place.DistanceTo(mood.ValenceArousal()));
            var ranks = Ranks(distances);
            for (var track = 0; track < within.Length; track++)
            {
                var near = Math.Pow(0.5, Math.Pow(distances[track] / Reach, 2));
                var ranked = within.Length < FewestRanked ? 0 : Math.Pow(0.5, ranks[track] / share);
                degrees[track][(int)mood] = Math.Max(near, ranked);
            }
        }

        return [.. within.Select((place, track) => new MoodMemberships(degrees[track], place))];
    }

    // Estimates are cautious and crowd in the middle; ranks spread them over the plane. Arousal is ranked among tracks of like
    // valence, so that a library in which all that is lively is dark has lively bright ones too.
    private static ValenceArousal[] Within(IReadOnlyList<ValenceArousal> places)
    {
        if (places.Count < FewestRanked)
        {
            return [.. places];
        }

        var weight = RankWeight * places.Count / (places.Count + HalfRanked);
        var (valences, arousals) = (new double[places.Count], new double[places.Count]);
        Spread(Enumerable.Range(0, places.Count).ToArray(), place => place.Valence, valences);
        var shades = Math.Clamp(places.Count / FewestOfShade, 1, MostShades);
        foreach (var shade in Enumerable.Range(0, places.Count).OrderBy(track => places[track].Valence)
            .Chunk((int)Math.Ceiling((double)places.Count / shades)))
        {
            Spread(shade, place => place.Arousal, arousals);
        }

        return [.. valences.Zip(arousals, (valence, arousal) => new ValenceArousal(valence, arousal))];

        // The more tracks share a value, as those of one genre do before they are analysed, the less its rank says.
        void Spread(int[] tracks, Func<ValenceArousal, double> value, double[] spread)
        {
            var values = Array.ConvertAll(tracks, track => value(places[track]));
            var shared = values.CountBy(each => each).ToDictionary(pair => pair.Key, pair => pair.Value - 1);
            var (ranks, last) = (Ranks(values), Math.Max(1, tracks.Length - 1));
            for (var i = 0; i < tracks.Length; i++)
            {
                var known = weight * (1 - ((double)shared[values[i]] / last));
                spread[tracks[i]] = values[i] + (known * ((Span * ((2 * ranks[i] / last) - 1)) - values[i]));
            }
        }
    }

    // From 0; equal values share the mean of their ranks.
    private static double[] Ranks(double[] values)
    {
        var order = Enumerable.Range(0, values.Length).ToArray();
        Array.Sort([.. values], order);
        var ranks = new double[values.Length];
        for (var first = 0; first < order.Length;)
        {
            var last = first;
            while (last + 1 < order.Length && values[order[last + 1]] == values[order[first]])
            {
                last++;
            }

            foreach (var track in order.AsSpan(first..(last + 1)))
            {
                ranks[track] = (first + last) / 2.0;
            }

            first = last + 1;
        }

        return ranks;
    }
}
