using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Player;

/// <summary>Example responses for the API description.</summary>
internal static class Examples
{
    private const string Id = "5f1d7a84db00d2fc5f1d7a84db00d2fc";

    public static TrackResponse Track { get; } = new(
        Id, new TrackTags("Good Shoes", "EmoMusic Big Band", null, "Swing", null, null, 74.2, null),
        new TrackSound(0.56, 0.47, 0.82, 105, 0.41, 3.2, "A#", "major", 66.1, -11.6, 5.2, 0.98, 0.12, 0.3), null, Emotion.Happy,
        Emotions.All.ToDictionary(mood => mood, mood => mood == Emotion.Happy ? 0.97 : mood == Emotion.Surprise ? 0.61 : 0.02),
        new ValenceArousal(0.61, 0.49), "105 bpm, major, tagged Swing", -6.4, Liked: true, $"/api/tracks/{Id}/stream", null);

    public static Playlist Playlist { get; } = new(
        Emotion.Happy, Approach.Match, "Keep it going",
        "Afoot and light-hearted I take to the open road, healthy, free, the world before me.", "Walt Whitman",
        "Pop, dance, funk", Approach.Match.Route(Emotion.Happy),
        [new PlaylistTrack(
            Id, "Good Shoes", "EmoMusic Big Band", null, 74.2, $"/api/tracks/{Id}/stream", null,
            Emotion.Happy, Emotion.Happy.ValenceArousal(), "in a folder called happy", Liked: true, Gain: -6.4)],
        null);
}
