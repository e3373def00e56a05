using EmoMusic.Serving.Player.Listening;

namespace EmoMusic.Serving.Player;

/// <summary>What music is asked for.</summary>
/// <param name="Mood">The mood that the listener is in.</param>
/// <param name="Approach">What to do about it; null for what is usual with this mood.</param>
/// <param name="Listener">Who asks, by their cookie; null for somebody new.</param>
internal sealed record PlaylistRequest(Emotion Mood, Approach? Approach = null, string? Listener = null);

/// <summary>Music for a mood.</summary>
/// <param name="Emotion">The mood.</param>
/// <param name="Approach">What the music does about it.</param>
/// <param name="Title">What to call the list.</param>
/// <param name="Quote">A line to go with it.</param>
/// <param name="Author">Whose line that is.</param>
/// <param name="Genre">What sort of music this is.</param>
/// <param name="Route">Where each track should lie among moods.</param>
/// <param name="Tracks">In the order to play them.</param>
/// <param name="Hint">What to do when there are no tracks, or not all of them.</param>
public sealed record Playlist(
    Emotion Emotion, Approach Approach, string Title, string Quote, string Author, string Genre,
    IReadOnlyList<Place> Route, IReadOnlyList<PlaylistTrack> Tracks, string? Hint);

/// <summary>A track of a playlist.</summary>
/// <param name="Id">Names it to the API; it says nothing of where the file lies.</param>
/// <param name="Title">From its tags, or its file's name.</param>
/// <param name="Artist">From its tags, or its file's name; null when neither knows.</param>
/// <param name="Album">From its tags; null when they do not know.</param>
/// <param name="DurationSeconds">Its length; null where ffmpeg is not installed.</param>
/// <param name="StreamUrl">Where it streams from, relative to this service.</param>
/// <param name="CoverUrl">Where its picture is; null when it has none.</param>
/// <param name="Mood">The mood that it is for; null when nothing tells.</param>
/// <param name="Place">Where it lies among moods.</param>
/// <param name="Why">What told its mood.</param>
/// <param name="Liked">Whether the listener likes it.</param>
public sealed record PlaylistTrack(
    string Id, string Title, string? Artist, string? Album, double? DurationSeconds, string StreamUrl,
    string? CoverUrl, Emotion? Mood, Place Place, string Why, bool Liked)
{
    internal static PlaylistTrack Of(Library.Track track, bool liked) => new(
        track.Id, track.Stored.Title, track.Stored.Artist, track.Stored.Album, track.Stored.Seconds,
        $"/api/tracks/{track.Id}/stream", track.Stored.HasCover ? $"/api/tracks/{track.Id}/cover" : null,
        track.Mood, track.Place, track.Why, liked);
}
