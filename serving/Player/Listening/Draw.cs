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
        var drawn = tracks.Select(track => (Track: track, Liking: liking(track))).ToList();
        var chosen = new List<Track>(route.Count);
        foreach (var place in route)
        {
            var artist = chosen.Count > 0 ? chosen[^1].Stored.Artist : null;
            var best = drawn.Where(each => !chosen.Contains(each.Track))
                .OrderBy(each => artist is not null && each.Track.Stored.Artist == artist)
                .ThenByDescending(each => each.Liking * Nearness(each.Track.Place.DistanceTo(place)))
                .Select(each => each.Track).FirstOrDefault();
            if (best is null)
            {
                break; // there are fewer tracks than places
            }

            chosen.Add(best);
        }

        return chosen;
    }

    private static double Nearness(double distance) => Math.Exp(-(distance * distance) / (2 * Step * Step));
}
