using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Samples the tracks of a playlist.</summary>
internal static class PlaylistSampler
{
    /// <summary>The farthest from its place on the route that a track may be, if there is a nearer one.</summary>
    public const double MaxDistance = 0.2;

    /// <summary>The share of the list before that may come again at once.</summary>
    public const double MaxShared = 0.2;

    private const double Bandwidth = 0.2; // of the Gaussian: a track this far from its target scores 0.6 of its like
    private const double SameAlbum = 0.6; // of its like is left for a track of an album that the last tracks were from
    private const double SameGenre = 0.85;
    private const double SameArtist = 0.8; // for each track by the artist in the list so far
    private const int Remembered = 5; // tracks around a position that albums and genres are compared with

    // What counts more than any like, and in this order.
    private const int NearRank = 32; // near its place on the route, and not of the list before
    private const int FreshRank = 8; // times 0 to 3: see Freshness
    private const int OtherArtistRank = 2;
    private const int MajorityRank = 1;

    /// <summary>
    /// Picks one track for each point of a route, or for points evenly along it if there are fewer tracks: the one with the
    /// highest sampled like, weighted by its distance from the point, or by its degree in a mood. No track repeats, no artist
    /// plays twice in a row, and what was given lately comes only if nothing else is left.
    /// </summary>
    /// <param name="tracks">The candidates.</param>
    /// <param name="route">Target positions.</param>
    /// <param name="sampleLike">Samples how much a track is liked, 0 to 1.</param>
    /// <param name="heard">What was given lately.</param>
    /// <param name="mood">The mood to match; null to follow the route.</param>
    public static IReadOnlyList<Track> Sample(
        IEnumerable<Track> tracks, IReadOnlyList<ValenceArousal> route, Func<Track, double> sampleLike,
        HeardTracks? heard = null, Emotion? mood = null)
    {
        heard ??= HeardTracks.Nothing;
        var left = tracks.Select(track => new Candidate(
            track, sampleLike(track) * heard.Freshness(track.Id) * (mood is { } one ? track.DegreeOf(one) : 1),
            heard.LastList.Contains(track.Id), heard.IsRecent(track.Id), mood is not { } wanted || track.Plays(wanted)))
            .ToArray().AsSpan();
        route = Shortened(route, left.Length);
        var list = new Variety(route);
        var follows = mood is null && list.MovesOn;
        foreach (var position in follows ? ScarceFirst(left, route) : Enumerable.Range(0, route.Count))
        {
            list.Position = position;
            var majority = MajorityArtist(left, list.Left);
            var best = IndexOfBest(left, mood is null ? route[position] : null, list, majority);
            list.Add(left[best]);
            left[best] = left[^1];
            left = left[..^1];
        }

        if (follows)
        {
            list.Smooth();
        }

        return list.Tracks;
    }

    // A short list leads to the goal, too.
    private static IReadOnlyList<ValenceArousal> Shortened(IReadOnlyList<ValenceArousal> route, int length) =>
        length >= route.Count ? route
            : [.. Enumerable.Range(0, length).Select(stop => route[stop * (route.Count - 1) / Math.Max(1, length - 1)])];

    // Where few tracks are near, the stops before would take them.
    private static IEnumerable<int> ScarceFirst(ReadOnlySpan<Candidate> left, IReadOnlyList<ValenceArousal> route)
    {
        var near = new int[route.Count];
        foreach (var candidate in left)
        {
            for (var position = 0; position < route.Count; position++)
            {
                near[position] += candidate.Track.ValenceArousal.DistanceTo(route[position]) <= MaxDistance ? 1 : 0;
            }
        }

        return Enumerable.Range(0, route.Count).OrderBy(position => near[position]);
    }

    private static int IndexOfBest(
        ReadOnlySpan<Candidate> left, ValenceArousal? target, Variety list, string? majorityArtist)
    {
        var (best, highest) = (-1, double.NegativeInfinity);
        for (var i = 0; i < left.Length; i++)
        {
            var (track, like) = (left[i].Track, left[i].Like);
            var artist = track.Stored.Artist;
            var distance = target is { } point ? track.ValenceArousal.DistanceTo(point) : 0;
            var freshness = list.Freshness(left[i]);
            var rank = (distance <= MaxDistance && freshness >= list.LeastFreshness ? NearRank : 0) + (FreshRank * freshness)
                + (artist is null || !list.IsBeside(artist) ? OtherArtistRank : 0)
                + (artist is not null && artist == majorityArtist ? MajorityRank : 0);
            if (rank + like > highest) // likes are at most 1, so the rank dominates; all else only lowers the score
            {
                var score = rank + (like * Kernel(distance) * list.Novelty(track));
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

    /// <param name="Track">The track.</param>
    /// <param name="Like">The sampled like, less what is lost to having been given lately.</param>
    /// <param name="IsOfLastList">Whether the list before had it.</param>
    /// <param name="IsRecent">Whether it was given within the last hour.</param>
    /// <param name="Plays">Whether it plays for the mood; else it is merely near.</param>
    private readonly record struct Candidate(Track Track, double Like, bool IsOfLastList, bool IsRecent, bool Plays);

    // The list so far.
    private sealed class Variety(IReadOnlyList<ValenceArousal> route)
    {
        private readonly Track?[] tracks = new Track?[route.Count];
        private readonly Dictionary<string, int> artists = [];
        private readonly int maxShared = (int)(MaxShared * route.Count);
        private int shared;

        public IReadOnlyList<Track> Tracks => [.. tracks.OfType<Track>()];

        /// <summary>The position that is filled next.</summary>
        public int Position { get; set; }

        /// <summary>Positions that are not filled yet.</summary>
        public int Left => tracks.Count(track => track is null);

        /// <summary>Whether the route leads anywhere.</summary>
        public bool MovesOn { get; } = route.Count > 0 && route[0] != route[^1];

        /// <summary>From this freshness on, a track may be chosen for being near: a route that moves on has little choice.</summary>
        public int LeastFreshness => MovesOn ? 1 : 2;

        public void Add(Candidate chosen)
        {
            tracks[Position] = chosen.Track;
            shared += chosen.IsOfLastList ? 1 : 0;
            if (chosen.Track.Stored.Artist is { } artist)
            {
                artists[artist] = artists.GetValueOrDefault(artist) + 1;
            }
        }

        /// <summary>Whether an artist plays just before or after the position.</summary>
        public bool IsBeside(string artist) =>
            (Position > 0 && tracks[Position - 1]?.Stored.Artist == artist)
            || (Position + 1 < tracks.Length && tracks[Position + 1]?.Stored.Artist == artist);

        /// <summary>Swaps tracks as long as that brings them nearer to the route and parts no artist less.</summary>
        public void Smooth()
        {
            var swapped = true;
            for (var round = 0; swapped && round < tracks.Length; round++)
            {
                swapped = false;
                for (var one = 1; one < tracks.Length; one++)
                {
                    for (var other = 0; other < one; other++)
                    {
                        swapped |= Swap(one, other);
                    }
                }
            }
        }

        /// <summary>3: new. 2: near the mood, and new. 1: given within the hour. 0: of the list before.</summary>
        public int Freshness(Candidate track) =>
            track.IsOfLastList && (track.IsRecent || shared >= maxShared) ? 0
            : track.IsRecent ? 1
            : track.Plays ? 3 : 2;

        private bool Swap(int one, int other)
        {
            var before = (Off(one) + Off(other), Repeats());
            (tracks[one], tracks[other]) = (tracks[other], tracks[one]);
            if (Off(one) + Off(other) < before.Item1 - 1e-9 && Repeats() <= before.Item2)
            {
                return true;
            }

            (tracks[one], tracks[other]) = (tracks[other], tracks[one]);
            return false;

            double Off(int position)
            {
                var distance = tracks[position]!.ValenceArousal.DistanceTo(route[position]);
                return (distance * distance) + (distance > MaxDistance ? 1 : 0); // first of all, nothing is too far
            }

            int Repeats() => tracks.Zip(tracks.Skip(1)).Count(pair => pair.First!.Stored.Artist is { } artist
                && artist == pair.Second!.Stored.Artist);
        }

        /// <summary>What is left of a track's like beside those around its position, 0 to 1.</summary>
        public double Novelty(Track track)
        {
            var left = track.Stored.Artist is { } artist ? Math.Pow(SameArtist, artists.GetValueOrDefault(artist)) : 1;
            for (var i = Math.Max(0, Position - Remembered); i < Math.Min(tracks.Length, Position + Remembered + 1); i++)
            {
                var other = tracks[i]?.Stored;
                left *= track.Stored.Album is { } album && album == other?.Album ? SameAlbum : 1;
                left *= track.Stored.Genre is { } genre && genre == other?.Genre ? SameGenre : 1;
            }

            return left;
        }
    }
}
