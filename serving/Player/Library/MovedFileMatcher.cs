using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Recognises tracks by their content: files that were moved, renamed, renumbered, touched, or removed and brought back.
/// Likes and plays stay with the track.
/// </summary>
internal sealed class MovedFileMatcher(IDbContextFactory<PlayerDbContext> databases)
{
    private const int MaxParameters = 500; // in one statement: databases limit them

    /// <summary>Links tracks to their files again, in one transaction.</summary>
    /// <param name="files">New or changed files, with their content hashes.</param>
    /// <param name="displaced">Tracks whose files are missing or have changed.</param>
    /// <param name="cancel">Rolls back.</param>
    /// <returns>The track of each file that was recognised.</returns>
    public async Task<IReadOnlyDictionary<MusicFile, IndexedFile>> RelinkAsync(
        IReadOnlyCollection<(MusicFile File, string Hash)> files, IReadOnlyCollection<IndexedFile> displaced,
        CancellationToken cancel)
    {
        var found = Match(files, displaced);
        var byId = found.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var taken = found.Keys.Select(file => file.Location).ToHashSet();
        var ids = displaced.Where(track => byId.ContainsKey(track.Id) || taken.Contains(track.Location)).Select(track => track.Id);

        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var tracks = new List<StoredTrack>();
        foreach (var some in ids.Chunk(MaxParameters))
        {
            tracks.AddRange(await database.Tracks.Where(track => some.Contains(track.Id)).ToListAsync(cancel));
        }

        // Two files may have swapped names, and locations are unique: first all tracks leave their locations.
        foreach (var track in tracks)
        {
            track.Location = $"#{track.Id}";
            track.Missing = true;
        }

        await database.SaveChangesAsync(cancel);
        foreach (var track in tracks.Where(track => byId.ContainsKey(track.Id)))
        {
            byId[track.Id].ApplyTo(track);
        }

        await database.SaveChangesAsync(cancel);
        await transaction.CommitAsync(cancel);
        return found;
    }

    // A file that was only touched matches its own track first; each of two copies gets a track.
    private static Dictionary<MusicFile, IndexedFile> Match(
        IReadOnlyCollection<(MusicFile File, string Hash)> files, IReadOnlyCollection<IndexedFile> displaced)
    {
        var byHash = displaced.ToLookup(track => track.ContentHash);
        var used = new HashSet<string>();
        var found = new Dictionary<MusicFile, IndexedFile>();
        foreach (var sameLocation in new[] { true, false })
        {
            foreach (var (file, hash) in files.Where(each => !found.ContainsKey(each.File)))
            {
                var track = byHash[hash].FirstOrDefault(track =>
                    (!sameLocation || track.Location == file.Location) && !used.Contains(track.Id));
                if (track is not null)
                {
                    used.Add(track.Id);
                    found.Add(file, track);
                }
            }
        }

        return found;
    }
}
