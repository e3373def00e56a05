using System.Text.Json.Serialization;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>A request for a playlist.</summary>
/// <param name="Mood">The listener's mood.</param>
/// <param name="Approach">How to respond to it; null for the default.</param>
/// <param name="Listener">The listener's id; null for a new listener.</param>
/// <param name="Address">The listener's address, by which one without an id is known for a while.</param>
/// <param name="After">The lists before, which this one continues; null for the first.</param>
internal sealed record PlaylistRequest(
    Emotion Mood, Approach? Approach = null, string? Listener = null, string? Address = null, PlaylistId? After = null);

/// <summary>Music for a mood.</summary>
/// <param name="Emotion">The mood.</param>
/// <param name="Approach">How the music responds to it.</param>
/// <param name="Title">The playlist's title.</param>
/// <param name="Quote">A quote that goes with it.</param>
/// <param name="Author">The quote's author.</param>
/// <param name="Genre">The kind of music.</param>
/// <param name="Route">The way through the valence-arousal plane: of a full list, the target position of each track.</param>
/// <param name="Tracks">In playing order.</param>
/// <param name="Hint">What to do if tracks are missing; else null.</param>
public sealed record Playlist(
    Emotion Emotion, Approach Approach, string Title, string Quote, string Author, string Genre,
    IReadOnlyList<ValenceArousal> Route, IReadOnlyList<PlaylistTrack> Tracks, string? Hint)
{
    /// <summary>The id of this very list, for its exports: <c>/api/playlists/{id}.m3u8</c>.</summary>
    public string Id => new PlaylistId(Emotion, Approach, [.. Tracks.Select(track => track.Id)]).ToString();
}

/// <summary>A track in a playlist.</summary>
/// <param name="Id">The track's opaque id.</param>
/// <param name="Title">From its tags, or its file name.</param>
/// <param name="Artist">From its tags, or its file name; null if unknown.</param>
/// <param name="Album">From its tags; null if unknown.</param>
/// <param name="DurationSeconds">Duration; null if unknown.</param>
/// <param name="StreamUrl">URL of the audio, relative to this service.</param>
/// <param name="CoverUrl">URL of the cover; null if there is none.</param>
/// <param name="Mood">The track's mood; null if unknown.</param>
/// <param name="ValenceArousal">The track's position in the valence-arousal plane.</param>
/// <param name="Why">The source of its mood.</param>
/// <param name="Liked">Whether the listener likes it.</param>
/// <param name="Gain">
/// How much to raise or lower its volume, in dB, so that all tracks sound equally loud and none clips; null if unknown.
/// </param>
public sealed record PlaylistTrack(
    string Id, string Title, string? Artist, string? Album, double? DurationSeconds, string StreamUrl,
    string? CoverUrl, Emotion? Mood, [property: JsonPropertyName("place")] ValenceArousal ValenceArousal, string Why, bool Liked,
    double? Gain)
{
    internal static PlaylistTrack From(Track track, bool liked) => new(
        track.Id, track.Stored.Title, track.Stored.Artist, track.Stored.Album, track.Stored.Seconds,
        $"/api/tracks/{track.Id}/stream", track.Stored.HasCover ? $"/api/tracks/{track.Id}/cover" : null,
        track.Mood, track.ValenceArousal, track.Why, liked, ReplayGain.Of(track));
}
