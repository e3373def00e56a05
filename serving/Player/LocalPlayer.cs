namespace EmoMusic.Serving.Player;

/// <summary>The player in this process.</summary>
internal sealed class LocalPlayer(Library library, Moods moods) : IPlayer
{
    /// <inheritdoc/>
    public async Task<Playlist?> PlaylistForAsync(Emotion mood, CancellationToken cancel)
    {
        var (title, quote, author, genre) = moods[mood];
        var tracks = await library.TracksForAsync(mood, cancel);
        return new Playlist(
            mood, title, quote, author, genre,
            [.. tracks.Select(track => new PlaylistTrack(
                track.Id, track.Tags.Title, track.Tags.Artist, track.Tags.Album, track.Tags.DurationSeconds,
                $"/api/tracks/{track.Id}/stream"))],
            tracks.Count > 0 ? null : $"There is no music for {mood.Name()} yet. "
                + $"Put MP3, M4A, OGG, OPUS, FLAC or WAV files into the folder {mood.Name()} of the music library.");
    }
}
