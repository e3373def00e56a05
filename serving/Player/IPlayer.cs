namespace EmoMusic.Serving.Player;

/// <summary>What the detector asks of the player: in this process, or over HTTP.</summary>
internal interface IPlayer
{
    /// <summary>Music for a mood; null while the player cannot be reached.</summary>
    Task<Playlist?> PlaylistForAsync(PlaylistRequest request, CancellationToken cancel);
}
