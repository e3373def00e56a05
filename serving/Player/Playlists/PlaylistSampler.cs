using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Samples the tracks of a playlist.</summary>
internal static class PlaylistSampler
{
    private const double Bandwidth = 0.2; // of the Gaussian: a track this far from its target scores 0.6 of its like

    /// <summary>
    /// Picks one track for each point of a route: the one with the highest sampled like, weighted by its distance from the
    /// point. No track repeats, and no artist plays twice in a row if that can be avoided.
    /// </summary>
    /// <param name="tracks">The candidates.</param>
    /// <param name="route">Target positions.</param>
    /// <param name="sampleLike">Samples how much a track is liked, 0 to 1.</param>
    public static IReadOnlyList<Track> Sample(
        IEnumerable<Track> tracks, IReadOnlyList<ValenceArousal> route, Func<Track, double> sampleLike)
    {
        var left = tracks.Select(track => new Candidate(track, sampleLike(track))).ToArray().AsSpan();
        var chosen = new List<Track>(route.Count);
        foreach (var target in route.Take(left.Length))
        {
            var previous = chosen.Count > 0 ? chosen[^1].Stored.Artist : null;
            var best = IndexOfBest(left, target, previous, MajorityArtist(left, route.Count - chosen.Count));
            chosen.Add(left[best].Track);
            left[best] = left[^1];
            left = left[..^1];
        }

        return chosen;
    }

    private static int IndexOfBest(
        ReadOnlySpan<Candidate> left, ValenceArousal target, string? previousArtist, string? majorityArtist)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var i = 0; i < left.Length; i++)
        {
            var (track, like) = left[i];
            var artist = track.Stored.Artist;
            var rank = (artist is null || artist != previousArtist ? 2 : 0)
                + (artist is not null && artist == majorityArtist ? 1 : 0);
            if (rank + like > highest) // likes are at most 1, so the artist's rank dominates; distance only lowers the score
            {
                var score = rank + (like * Kernel(track.ValenceArousal.DistanceTo(target)));
                (best, highest) = score > highest ? (i, score) : (best, highest);
            }
        }

        return best;
    }

    // An artist with so many of the remaining tracks that too few others are left to separate them later. It has the
    // majority, so the majority vote algorithm finds it (Boyer and Moore, "MJRTY", 1981).
    private static string? MajorityArtist(ReadOnlySpan<Candidate> left, int positions)
    {
        var (majority, lead) = ((string?)null, 0);
        foreach (var each in left)
        {
            majority = lead == 0 ? each.Track.Stored.Artist : majority;
            lead += each.Track.Stored.Artist == majority ? 1 : -1;
        }

        var others = 0;
        foreach (var each in left)
        {
            others += each.Track.Stored.Artist == majority ? 0 : 1;
        }

        return Math.Min(positions, left.Length) > 2 * others ? majority : null;
    }

    private static double Kernel(double distance) => Math.Exp(-(distance * distance) / (2 * Bandwidth * Bandwidth));

    private readonly record struct Candidate(Track Track, double Like);
}
