using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>What is remembered of a listener in one mood.</summary>
/// <param name="Likes">Ids of their favourites.</param>
/// <param name="OwnMoods">The moods that they chose for tracks, by id.</param>
/// <param name="Tastes">What was learnt of tracks in this mood, by id.</param>
internal sealed record Memory(
    IReadOnlySet<string> Likes, IReadOnlyDictionary<string, Emotion> OwnMoods, IReadOnlyDictionary<string, Taste> Tastes)
{
    /// <summary>Of somebody new.</summary>
    public static Memory None { get; } = new(new HashSet<string>(), new Dictionary<string, Emotion>(), new Dictionary<string, Taste>());

    /// <summary>Their plays in this mood so far.</summary>
    public int Plays { get; } = Tastes.Values.Select(taste => taste.AtPlay).DefaultIfEmpty().Max();

    /// <summary>The track, in the mood that they chose for it if they did.</summary>
    public Track InOwnMood(Track track) => OwnMoods.TryGetValue(track.Id, out var own) ? track.For(own) : track;

    /// <summary>How much a track might be liked, 0 to 1: another number each time.</summary>
    public double Draw(string track, Random random) => Tastes.TryGetValue(track, out var taste)
        ? new Liking(taste.Finished, taste.Skipped).Draw(random, Plays - taste.AtPlay, Likes.Contains(track))
        : default(Liking).Draw(random, 0, Likes.Contains(track));
}
