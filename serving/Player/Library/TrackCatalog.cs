using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Moods;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>All playable tracks, in memory: sampling a playlist from tens of thousands takes a few milliseconds.</summary>
internal sealed class TrackCatalog(
    IDbContextFactory<PlayerDbContext> databases, LibraryName library, MoodCatalog moods)
{
    private volatile Dictionary<string, Track> tracks = [];

    /// <summary>All playable tracks.</summary>
    public IReadOnlyCollection<Track> Tracks => tracks.Values;

    /// <summary>The track with this id; null if it is not playable now.</summary>
    public Track? Find(string id) => tracks.GetValueOrDefault(id);

    /// <summary>Reloads the tracks from the database.</summary>
    public async Task RefreshAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var stored = await database.Tracks.AsNoTracking().Where(track => track.Library == library.Value && !track.Missing && track.Playable)
            .OrderBy(track => track.Location).ToListAsync(cancel);
        var sounds = await database.Sounds.AsNoTracking().ToDictionaryAsync(sound => sound.Hash, cancel);
        tracks = TrackPlacement.Place(stored, sounds, moods).ToDictionary(track => track.Id);
    }
}
