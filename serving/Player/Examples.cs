using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Player;

/// <summary>Example responses for the API description.</summary>
internal static class Examples
{
    private const string Track = "5f1d7a84db00d2fc5f1d7a84db00d2fc";

    public static Playlist Playlist { get; } = new(
        Emotion.Happy, Approach.Match, "Keep it going",
        "Afoot and light-hearted I take to the open road, healthy, free, the world before me.", "Walt Whitman",
        "Pop, dance, funk", Approach.Match.Route(Emotion.Happy),
        [new PlaylistTrack(
            Track, "Good Shoes", "EmoMusic Big Band", null, 74.2, $"/api/tracks/{Track}/stream", null,
            Emotion.Happy, Emotion.Happy.ValenceArousal(), "in a folder called happy", Liked: true)],
        null);
}
