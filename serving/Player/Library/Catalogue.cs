using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// All tracks that can be played now, in memory: a playlist is drawn from tens of thousands in a few milliseconds.
/// </summary>
internal sealed class Catalogue(IDbContextFactory<PlayerDb> databases, Moods moods)
{
    private volatile Dictionary<string, Track> tracks = [];

    /// <summary>All of them.</summary>
    public IReadOnlyCollection<Track> Tracks => tracks.Values;

    /// <summary>The one with this id; null when there is none now.</summary>
    public Track? Find(string id) => tracks.GetValueOrDefault(id);

    /// <summary>Takes over what the database has.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var stored = await database.Tracks.AsNoTracking().Where(track => !track.Gone && track.Playable)
            .OrderBy(track => track.Location).ToListAsync(cancel);
        tracks = stored.ToDictionary(track => track.Id, track => Track.Of(track, moods));
    }
}
