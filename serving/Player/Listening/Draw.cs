using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>Draws the tracks of a playlist.</summary>
internal static class Draw
{
    private const double Step = 0.2; // a track this far from where it should lie counts for 0.6 of itself

    /// <summary>
    /// Tracks along a route: at each point the one whose drawn liking, less by its distance, is highest. No track comes
    /// twice, and no artist twice in a row where another is to be had.
    /// </summary>
    /// <param name="tracks">To draw from.</param>
    /// <param name="route">Where each should lie.</param>
    /// <param name="liking">Draws how much a track is liked, 0 to 1.</param>
    public static IReadOnlyList<Track> Along(
        IEnumerable<Track> tracks, IReadOnlyList<Place> route, Func<Track, double> liking)
    {
        var left = tracks.Select(track => new Candidate(track, liking(track))).ToArray().AsSpan();
        var chosen = new List<Track>(route.Count);
        foreach (var place in route.Take(left.Length))
        {
            var before = chosen.Count > 0 ? chosen[^1].Stored.Artist : null;
            var best = Best(left, place, before, HasToBeNow(left, route.Count - chosen.Count));
            chosen.Add(left[best].Track);
            left[best] = left[^1];
            left = left[..^1];
        }

        return chosen;
    }

    private static int Best(ReadOnlySpan<Candidate> left, Place place, string? before, string? now)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var i = 0; i < left.Length; i++)
        {
            var (track, liking) = left[i];
            var artist = track.Stored.Artist;
            var rank = (artist is null || artist != before ? 2 : 0) + (artist is not null && artist == now ? 1 : 0);
            if (rank + liking > highest) // likings are at most 1, so the artist comes first; and nearness only takes away
            {
                var score = rank + (liking * Nearness(track.Place.DistanceTo(place)));
                (best, highest) = score > highest ? (i, score) : (best, highest);
            }
        }

        return best;
    }

    // An artist with so many of the tracks left that there are too few others to come between them later. It would have
    // more than half of them, so the majority vote finds it (Boyer and Moore, "MJRTY", 1981).
    private static string? HasToBeNow(ReadOnlySpan<Candidate> left, int places)
    {
        var (most, lead) = ((string?)null, 0);
        foreach (var each in left)
        {
            most = lead == 0 ? each.Track.Stored.Artist : most;
            lead += each.Track.Stored.Artist == most ? 1 : -1;
        }

        var others = 0;
        foreach (var each in left)
        {
            others += each.Track.Stored.Artist == most ? 0 : 1;
        }

        return Math.Min(places, left.Length) > 2 * others ? most : null;
    }

    private static double Nearness(double distance) => Math.Exp(-(distance * distance) / (2 * Step * Step));

    private readonly record struct Candidate(Track Track, double Liking);
}
