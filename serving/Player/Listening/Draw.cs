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
        var left = tracks.Select(track => (Track: track, track.Stored.Artist, Liking: liking(track))).ToList();
        var artists = left.Select(each => each.Artist).OfType<string>().CountBy(name => name).ToDictionary();
        var chosen = new List<Track>(route.Count);
        foreach (var place in route.Take(left.Count))
        {
            var before = chosen.Count > 0 ? chosen[^1].Stored.Artist : null;
            var many = HasToBeNow(artists, left.Count, route.Count - chosen.Count);
            var best = Enumerable.Range(0, left.Count).MaxBy(i => // likings are at most 1, so the artist comes first
                (left[i].Artist is { } artist && artist == before ? 0 : 2) + (many is not null && left[i].Artist == many ? 1 : 0)
                + (left[i].Liking * Nearness(left[i].Track.Place.DistanceTo(place))));
            chosen.Add(left[best].Track);
            left.RemoveAt(best);
            if (chosen[^1].Stored.Artist is { } now)
            {
                artists[now]--;
            }
        }

        return chosen;
    }

    // An artist with so many of the tracks left that there are too few others to come between them later.
    private static string? HasToBeNow(Dictionary<string, int> artists, int left, int places)
    {
        var (artist, count) = artists.DefaultIfEmpty().MaxBy(pair => pair.Value);
        return Math.Min(places, left) > 2 * (left - count) ? artist : null;
    }

    private static double Nearness(double distance) => Math.Exp(-(distance * distance) / (2 * Step * Step));
}
