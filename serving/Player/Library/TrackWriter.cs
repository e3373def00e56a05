using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Stores files that a scan has read, as new tracks or as the ones that they were.</summary>
internal sealed class TrackWriter(
    IDbContextFactory<PlayerDbContext> databases, LibraryName library, LeftOutFiles leftOut, RetrySchedule postponed)
{
    /// <summary>Why a file without music is left out.</summary>
    public const string NoMusic = "contains no music that can be read.";

    /// <summary>One transaction: the whole batch or nothing. If a file cannot be stored, the others are stored without it.</summary>
    /// <exception cref="DbUpdateException">The database is not available.</exception>
    public async Task SaveAsync(LibraryScan scan, (HashedFile File, Tags Tags)[] batch, CancellationToken cancel)
    {
        try
        {
            await SaveBatchAsync(scan, batch, cancel);
        }
        catch (DbUpdateException error) when (batch.Length > 1 && !error.IsUnavailable())
        {
            foreach (var one in batch)
            {
                await SaveAsync(scan, [one], cancel);
            }
        }
        catch (DbUpdateException error) when (!error.IsUnavailable())
        {
            var file = batch[0].File.File;
            leftOut.Add(file.Location, $"cannot be stored. {error.GetBaseException().Message}", file.Path);
        }
    }

    private async Task SaveBatchAsync(LibraryScan scan, (HashedFile File, Tags Tags)[] batch, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var ((file, contentHash, audioHash), tag) in batch)
        {
            var before = scan.Indexed.GetValueOrDefault(file.Location) ?? TrackMatcher.ByTags(tag, scan.Lost);
            var track = before is null ? null : await database.Tracks.FindAsync([before.Id], cancel);
            if (track is null)
            {
                track = new StoredTrack
                {
                    Id = OpaqueId.New(),
                    Library = library.Value,
                    Source = TrackSource.File,
                    Location = file.Location,
                    Title = tag.Title,
                };
                database.Tracks.Add(track);
            }
            else
            {
                scan.Lost.Remove(before!);
                scan.Displaced.Remove(before!);
            }

            file.ApplyTo(track);
            tag.ApplyTo(track);
            track.ContentHash = contentHash;
            track.AudioHash = audioHash;
            track.ContentType = tag.ContentType ?? file.ContentType;
            if (tag.Probed)
            {
                postponed.Remove(file.Location);
            }
            else
            {
                postponed.Add(file.Location); // nothing says that it is damaged
            }

            if (!tag.Playable)
            {
                leftOut.Add(file.Location, NoMusic, path: null);
            }
        }

        await database.SaveChangesAsync(cancel);
    }
}
