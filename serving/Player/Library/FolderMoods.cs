using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// The moods of folders: that a folder is named after an artist rather than a mood shows in the tags of its tracks.
/// </summary>
internal sealed class FolderMoods(IDbContextFactory<PlayerDbContext> databases, LibraryName library)
{
    /// <summary>Sets the mood of every track whose folder is named after one, once all tags are known.</summary>
    public async Task UpdateAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var tracks = await database.PresentFiles(library)
            .Select(track => new { track.Id, track.Location, track.Artist, track.Album, track.FolderMood })
            .ToListAsync(cancel);
        var folders = new NamedFolders(tracks.Select(track => new NamedTrack(track.Location, track.Artist, track.Album)));
        foreach (var some in tracks.Where(track => track.FolderMood != folders.MoodOf(track.Location)).Chunk(Database.MaxParameters))
        {
            var ids = some.Select(track => track.Id).ToList();
            foreach (var track in await database.Tracks.Where(track => ids.Contains(track.Id)).ToListAsync(cancel))
            {
                track.FolderMood = folders.MoodOf(track.Location);
            }
        }

        await database.SaveChangesAsync(cancel);
    }
}
