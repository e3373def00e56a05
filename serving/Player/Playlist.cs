namespace EmoMusic.Serving.Player;

/// <summary>Music for a mood.</summary>
/// <param name="Emotion">The mood.</param>
/// <param name="Title">What to call the list.</param>
/// <param name="Quote">A line to go with it.</param>
/// <param name="Author">Whose line that is.</param>
/// <param name="Genre">What sort of music this is.</param>
/// <param name="Tracks">In the order to play them.</param>
/// <param name="Hint">What to do when there are no tracks.</param>
public sealed record Playlist(
    Emotion Emotion, string Title, string Quote, string Author, string Genre,
    IReadOnlyList<PlaylistTrack> Tracks, string? Hint);

/// <summary>A track of a playlist.</summary>
/// <param name="Id">Names it to the API; it says nothing of where the file lies.</param>
/// <param name="Title">From its tags, or its file's name.</param>
/// <param name="Artist">From its tags, or its file's name; null when neither knows.</param>
/// <param name="Album">From its tags; null when they do not know.</param>
/// <param name="DurationSeconds">Its length; null where ffprobe is not installed.</param>
/// <param name="StreamUrl">Where it streams from, relative to this service.</param>
public sealed record PlaylistTrack(
    string Id, string Title, string? Artist, string? Album, double? DurationSeconds, string StreamUrl);
