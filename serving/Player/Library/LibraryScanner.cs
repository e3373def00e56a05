using System.Runtime.CompilerServices;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Brings the database up to date with the folder: reads new and changed files, recognises moved ones by their content,
/// and marks missing ones. Every batch is committed, so that an interrupted scan resumes where it stopped.
/// </summary>
internal sealed partial class LibraryScanner(
    IDbContextFactory<PlayerDbContext> databases, TagReader tags, MovedFileMatcher movedFiles, ILogger<LibraryScanner> log)
{
    private const int MaxParameters = 500; // in one statement: databases limit them

    // Small enough for visible progress, large enough to make the cost of a transaction negligible.
    private static readonly int BatchSize = TagReader.BatchSize * Environment.ProcessorCount;

    /// <summary>Scans the folder.</summary>
    /// <param name="root">Its full path; it need not exist.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <returns>The progress after each batch, once the batch is committed.</returns>
    public async IAsyncEnumerable<ScanProgress> ScanAsync(
        string root, [EnumeratorCancellation] CancellationToken cancel)
    {
        var folder = new MusicFolder(root, error => LogUnreadable(log, error));
        var entries = folder.Walk(name => MusicFile.IsMusic(name) || PlaylistFile.IsPlaylist(name)).ToList();
        var files = entries.Where(entry => MusicFile.IsMusic(entry.Location)).ToDictionary(file => file.Location);

        await using var database = await databases.CreateDbContextAsync(cancel);
        var indexed = await database.Tracks.AsNoTracking().Where(track => track.Source == TrackSource.File)
            .Select(track => new IndexedFile(
                track.Id, track.Location, track.Length, track.Written, track.ContentHash, track.Missing, track.Probed))
            .ToDictionaryAsync(track => track.Location, cancel);

        var canProbe = indexed.Values.Any(track => !track.Probed) && await TagReader.IsFfmpegAvailableAsync(cancel);
        var pending = files.Values.Where(file => !indexed.TryGetValue(file.Location, out var before)
            || !before.IsUnchanged(file) || (canProbe && !before.Probed)).ToArray();
        var displaced = indexed.Values.Where(track =>
            !files.TryGetValue(track.Location, out var file) || !track.IsUnchanged(file)).ToList();
        var progress = new ScanProgress(files.Count, 0, pending.Length, false);
        yield return progress;

        if (displaced.Count > 0 && pending.Length > 0)
        {
            var moved = await movedFiles.RelinkAsync(await HashAsync(pending, cancel), displaced, cancel);
            pending = [.. pending.Where(file => !moved.ContainsKey(file))];
            indexed = indexed.Values.Except(moved.Values).ToDictionary(track => track.Location);
            displaced = [.. displaced.Except(moved.Values)];
            yield return progress = progress with { Done = moved.Count };
        }

        foreach (var batch in pending.Chunk(BatchSize))
        {
            await IndexAsync(batch, indexed, cancel);
            yield return progress = progress with { Done = progress.Done + batch.Length };
        }

        await MarkMissingAsync(
            [.. displaced.Where(track => !track.Missing && !files.ContainsKey(track.Location)).Select(track => track.Id)], cancel);
        await IndexPlaylistsAsync(entries.Where(entry => PlaylistFile.IsPlaylist(entry.Location)), cancel);
    }

    private async Task IndexAsync(MusicFile[] files, Dictionary<string, IndexedFile> indexed, CancellationToken cancel)
    {
        var readable = await HashAsync(files, cancel);
        var parts = readable.Chunk(TagReader.BatchSize)
            .Select(part => tags.ReadAsync([.. part.Select(each => each.File.Path)], cancel));
        var read = (await Task.WhenAll(parts)).SelectMany(part => part);

        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var ((file, hash), tag) in readable.Zip(read))
        {
            var track = indexed.TryGetValue(file.Location, out var before)
                ? await database.Tracks.FindAsync([before.Id], cancel) : null;
            if (track is null)
            {
                track = new StoredTrack
                {
                    Id = OpaqueId.New(),
                    Source = TrackSource.File,
                    Location = file.Location,
                    Title = tag.Title,
                };
                database.Tracks.Add(track);
            }

            file.ApplyTo(track);
            tag.ApplyTo(track);
            track.ContentHash = hash;
            track.ContentType = tag.ContentType ?? file.ContentType;
        }

        await database.SaveChangesAsync(cancel); // one transaction: the whole batch or nothing
    }

    private async Task<IReadOnlyList<(MusicFile File, string Hash)>> HashAsync(MusicFile[] files, CancellationToken cancel)
    {
        var hashes = new string?[files.Length];
        await Parallel.ForAsync(0, files.Length, cancel, (i, _) =>
        {
            hashes[i] = HashOf(files[i]);
            return ValueTask.CompletedTask;
        });
        return [.. files.Zip(hashes).Where(pair => pair.Second is not null).Select(pair => (pair.First, pair.Second!))];
    }

    private string? HashOf(MusicFile file)
    {
        try
        {
            return ContentHash.Of(file.Path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogUnreadable(log, $"{file.Path}: skipped, cannot be read. {error.Message}");
            return null;
        }
    }

    private async Task MarkMissingAsync(List<string> ids, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var some in ids.Chunk(MaxParameters))
        {
            await database.Tracks.Where(track => some.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Missing, true), cancel);
        }
    }

    private async Task IndexPlaylistsAsync(IEnumerable<MusicFile> files, CancellationToken cancel)
    {
        var listed = new Dictionary<string, Emotion>();
        foreach (var file in files)
        {
            if (PlaylistFile.MoodOf(Path.GetFileName(file.Location)) is { } mood)
            {
                try
                {
                    foreach (var location in PlaylistFile.ReadLocations(file))
                    {
                        listed.TryAdd(location, mood);
                    }
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    LogUnreadable(log, $"{file.Path}: skipped, not a readable playlist. {error.Message}");
                }
            }
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var before = await database.Tracks
            .Where(track => track.Source == TrackSource.File && track.PlaylistMood != null).ToListAsync(cancel);
        foreach (var track in before.Where(track => !listed.TryGetValue(track.Location, out var mood) || mood != track.PlaylistMood))
        {
            track.PlaylistMood = null;
        }

        var unchanged = before.Where(track => track.PlaylistMood is not null).Select(track => track.Location).ToHashSet();
        foreach (var some in listed.Where(entry => !unchanged.Contains(entry.Key)).Chunk(MaxParameters))
        {
            var locations = some.Select(entry => entry.Key).ToList();
            foreach (var track in await database.Tracks.Where(track =>
                track.Source == TrackSource.File && locations.Contains(track.Location)).ToListAsync(cancel))
            {
                track.PlaylistMood = listed[track.Location];
            }
        }

        await database.SaveChangesAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "{Error}")]
    private static partial void LogUnreadable(ILogger log, string error);
}
