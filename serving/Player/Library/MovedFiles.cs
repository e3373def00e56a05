using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Knows tracks again by their content: files that were moved, renamed, numbered anew, touched, or taken away and brought
/// back. What listeners made of them goes along.
/// </summary>
internal sealed class MovedFiles(IDbContextFactory<PlayerDb> databases)
{
    private const int Together = 500; // databases take only so many parameters

    /// <summary>Gives tracks their files back, all in one transaction.</summary>
    /// <param name="files">That are new or changed, by their content's hash.</param>
    /// <param name="astray">Tracks whose files are not what they were.</param>
    /// <param name="cancel">Leaves all as it was.</param>
    /// <returns>The track of each file that was known again.</returns>
    public async Task<IReadOnlyDictionary<MusicFile, KnownTrack>> TakeAsync(
        IReadOnlyCollection<(MusicFile File, string Hash)> files, IReadOnlyCollection<KnownTrack> astray,
        CancellationToken cancel)
    {
        var found = Match(files, astray);
        var byId = found.ToDictionary(pair => pair.Value.Id, pair => pair.Key);
        var taken = found.Keys.Select(file => file.Location).ToHashSet();
        var ids = astray.Where(track => byId.ContainsKey(track.Id) || taken.Contains(track.Location)).Select(track => track.Id);

        await using var database = await databases.CreateDbContextAsync(cancel);
        await using var all = await database.Database.BeginTransactionAsync(cancel);
        var tracks = new List<StoredTrack>();
        foreach (var some in ids.Chunk(Together))
        {
            tracks.AddRange(await database.Tracks.Where(track => some.Contains(track.Id)).ToListAsync(cancel));
        }

        // Two may have changed places: first all of them leave, and those that stay away have left.
        foreach (var track in tracks)
        {
            track.Location = $"#{track.Id}";
            track.Gone = true;
        }

        await database.SaveChangesAsync(cancel);
        foreach (var track in tracks.Where(track => byId.ContainsKey(track.Id)))
        {
            track.Take(byId[track.Id]);
        }

        await database.SaveChangesAsync(cancel);
        await all.CommitAsync(cancel);
        return found;
    }

    // A file that was only touched stays where it is; of two copies each gets a track.
    private static Dictionary<MusicFile, KnownTrack> Match(
        IReadOnlyCollection<(MusicFile File, string Hash)> files, IReadOnlyCollection<KnownTrack> astray)
    {
        var free = astray.ToLookup(track => track.ContentHash);
        var used = new HashSet<string>();
        var found = new Dictionary<MusicFile, KnownTrack>();
        foreach (var atItsPlace in new[] { true, false })
        {
            foreach (var (file, hash) in files.Where(each => !found.ContainsKey(each.File)))
            {
                var track = free[hash].FirstOrDefault(track =>
                    (!atItsPlace || track.Location == file.Location) && !used.Contains(track.Id));
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
