using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>A listener's preferences in one mood.</summary>
/// <param name="Likes">Ids of liked tracks.</param>
/// <param name="MoodOverrides">Moods that the listener assigned to tracks, by track id.</param>
/// <param name="TrackStats">Plays and skips in this mood, by track id.</param>
internal sealed record ListenerProfile(
    IReadOnlySet<string> Likes, IReadOnlyDictionary<string, Emotion> MoodOverrides,
    IReadOnlyDictionary<string, TrackStats> TrackStats)
{
    /// <summary>The profile of a new listener.</summary>
    public static ListenerProfile Empty { get; } =
        new(new HashSet<string>(), new Dictionary<string, Emotion>(), new Dictionary<string, TrackStats>());

    /// <summary>The hour since 1970 in which each track of the last days was given, by track id.</summary>
    public IReadOnlyDictionary<string, int> RecentHours { get; init; } = new Dictionary<string, int>();

    /// <summary>The listener's plays in this mood so far.</summary>
    public int Plays { get; } = TrackStats.Values.Select(stats => stats.LastPlay).DefaultIfEmpty().Max();

    /// <summary>The track with the mood that the listener assigned to it, if any.</summary>
    public Track WithListenerMood(Track track) =>
        MoodOverrides.TryGetValue(track.Id, out var mood) ? track.WithMood(mood) : track;

    /// <summary>Samples how much the listener might like a track, 0 to 1.</summary>
    public double SampleLike(string track, Random random) => TrackStats.TryGetValue(track, out var stats)
        ? new LikeDistribution(stats.Finished, stats.Skipped).Sample(random, Plays - stats.LastPlay, Likes.Contains(track))
        : default(LikeDistribution).Sample(random, 0, Likes.Contains(track));
}
