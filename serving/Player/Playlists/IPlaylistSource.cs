namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Gives playlists: the player in this process, or another one over HTTP.</summary>
internal interface IPlaylistSource
{
    /// <summary>A playlist for a mood; null while the player is unavailable.</summary>
    Task<Playlist?> GetPlaylistAsync(PlaylistRequest request, CancellationToken cancel);
}
