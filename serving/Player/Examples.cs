namespace EmoMusic.Serving.Player;

/// <summary>Answers as they look, for the description of the API.</summary>
internal static class Examples
{
    private const string Track = "5f1d7a84db00d2fc";

    public static Playlist Playlist { get; } = new(
        Emotion.Happy, "Keep it going",
        "Afoot and light-hearted I take to the open road, healthy, free, the world before me.", "Walt Whitman",
        "Pop, dance, funk",
        [new PlaylistTrack(Track, "Good Shoes", "EmoMusic Big Band", null, 74.2, $"/api/tracks/{Track}/stream")], null);
}
