using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library.Tagging;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Brings the database up to date with the folder: reads new and changed files, recognises moved ones, and marks missing
/// ones. Every batch is committed, so that an interrupted scan resumes where it stopped. Each step fails for itself.
/// </summary>
internal sealed class LibraryScanner(
    IDbContextFactory<PlayerDbContext> databases, LibraryName library, TagReader tags, TrackMatcher matcher, FolderMoods folderMoods,
    PlaylistImporter playlists, PlainLinks links, LeftOutFiles leftOut, RetrySchedule postponed, FileHasher hasher, TrackWriter tracks,
    BackgroundSteps steps)
{
    private const string FolderStep = "library folder";

    // Small enough for visible progress, large enough to make the cost of a transaction negligible.
    private static readonly int BatchSize = 50 * Environment.ProcessorCount;

    /// <summary>Whether the last scan found no folder, or an empty one that had music before.</summary>
    public bool IsFolderGone { get; private set; }

    /// <summary>When a file is to be read again; null if none is.</summary>
    public DateTimeOffset? NextRetry => postponed.Next;

    /// <summary>Scans the folder.</summary>
    /// <param name="root">Its full path; it need not exist.</param>
    /// <param name="report">Called with the progress after each batch, once the batch is committed.</param>
    /// <param name="cancel">Stops between two batches.</param>
    /// <returns>The first exception of a step; null if all succeeded.</returns>
    public async Task<Exception?> ScanAsync(string root, Func<ScanProgress, Task> report, CancellationToken cancel)
    {
        leftOut.Start();
        var scan = new LibraryScan(report);
        var error = await steps.RunAsync("scan of the library folder", () => FindAsync(scan, root, cancel), cancel);
        // Not without the search for moved files: they would become new tracks, and their likes stay with the old ones.
        error ??= await steps.RunAsync("search for moved files", () => RelinkAsync(scan, cancel), cancel);
        if (error is null)
        {
            await RunAsync("reading of files", IndexAsync);
            await RunAsync("search for missing files", MarkMissingAsync);
        }

        if (scan.IsFound)
        {
            await RunAsync("import of playlists", (found, stop) => playlists.ImportAsync(root, found.Entries, stop));
            await RunAsync("identification of files", IdentifyAsync);
        }

        leftOut.Finish();
        await Task.Run(() => SayIfGone(scan, root), cancel).WaitAsync(cancel);
        return error;

        async Task RunAsync(string step, Func<LibraryScan, CancellationToken, Task> work)
        {
            if (error?.IsDatabaseError() != true) // each step would wait for the database again
            {
                error = await steps.RunAsync(step, () => work(scan, cancel), cancel) ?? error;
            }
        }
    }

    // A disk that is not mounted leaves no folder, or an empty one.
    private void SayIfGone(LibraryScan scan, string root)
    {
        IsFolderGone = scan.Entries.Count == 0
            && (!Directory.Exists(root) || (scan.Indexed.Count > 0 && IsEmpty(root)));
        if (IsFolderGone)
        {
            steps.Set(FolderStep, Directory.Exists(root)
                ? "The library folder is empty, though it had music before. Mount its disk; its tracks come back by themselves."
                : "The library folder is missing. Mount its disk, create the folder, or set Player:Library to another one; it is noticed by itself.");
        }
        else
        {
            steps.Clear(FolderStep);
        }
    }

    private static bool IsEmpty(string folder)
    {
        try
        {
            return !Directory.EnumerateFileSystemEntries(folder).Any();
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false; // it went, or changed, since it was scanned: the next scan says so
        }
    }

    private async Task FindAsync(LibraryScan scan, string root, CancellationToken cancel)
    {
        var folder = new MusicFolder(root, links, (location, reason) => leftOut.Add(location, reason, Path.Combine(root, location)));
        scan.Entries = await Task.Run(() => Directory.Exists(root) ? folder.Walk(IsWanted, cancel).ToList() : [], cancel)
            .WaitAsync(cancel); // a dead disk may hang
        scan.Files = scan.Entries.Where(entry => MusicFile.IsMusic(entry.Location)).ToDictionary(file => file.Location);

        await using var database = await databases.CreateDbContextAsync(cancel);
        scan.Indexed = await database.Tracks.AsNoTracking()
            .Where(track => track.Library == library.Value && track.Source == TrackSource.File)
            .Select(track => new IndexedFile(
                track.Id, track.Location, track.Length, track.Written, track.ContentHash, track.Missing, track.Probed,
                track.Playable, track.AudioHash, track.MusicBrainzId, track.Title, track.Artist, track.Seconds))
            .ToDictionaryAsync(track => track.Location, cancel);

        await TakeBackAsync(scan, database, cancel);
        postponed.Keep(scan.Files.ContainsKey);
        scan.Pending = [.. scan.Files.Values.Where(file => !scan.Indexed.TryGetValue(file.Location, out var before)
            || !before.IsUnchanged(file) || (!before.Probed && postponed.IsDue(file.Location)))];
        scan.Displaced = [.. scan.Indexed.Values.Where(track =>
            !scan.Files.TryGetValue(track.Location, out var file) || !track.IsUnchanged(file))];
        foreach (var track in scan.Indexed.Values.Where(track => !track.Playable && scan.Files.ContainsKey(track.Location)))
        {
            leftOut.Add(track.Location, TrackWriter.NoMusic, path: null); // logged when it was read
        }

        scan.IsFound = true;
        await scan.ReportAsync(new ScanProgress(scan.Files.Count, 0, scan.Pending.Length, false));
    }

    // A disk that is mounted again has thousands of files where they were: they need not be read again.
    private static async Task TakeBackAsync(LibraryScan scan, PlayerDbContext database, CancellationToken cancel)
    {
        var back = scan.Indexed.Values.Where(track => track.Missing && scan.Files.TryGetValue(track.Location, out var file)
            && (track with { Missing = false }).IsUnchanged(file)).ToList();
        foreach (var some in back.Select(track => track.Id).Chunk(Database.MaxParameters))
        {
            await database.Tracks.Where(track => some.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Missing, false), cancel);
        }

        foreach (var track in back)
        {
            scan.Indexed[track.Location] = track with { Missing = false };
        }
    }

    private static bool IsWanted(string name) => MusicFile.IsMusic(name) || PlaylistFile.IsPlaylist(name);

    private async Task RelinkAsync(LibraryScan scan, CancellationToken cancel)
    {
        if (scan.Displaced.Count == 0 || scan.Pending.Length == 0)
        {
            return;
        }

        scan.Hashed = (await hasher.HashAsync(scan.Pending, cancel)).ToDictionary(each => each.File);
        var moved = await matcher.RelinkAsync(scan.Hashed.Values, scan.Displaced, cancel);
        var found = moved.Values.Select(match => match.Track).ToHashSet();
        foreach (var (file, _) in moved.Where(pair => !pair.Value.IsRetagged))
        {
            postponed.Remove(file.Location);
        }

        scan.Pending = [.. scan.Pending.Where(file => !moved.TryGetValue(file, out var match) || match.IsRetagged)];
        var taken = moved.Keys.Select(file => file.Location).ToHashSet();
        scan.Displaced = [.. scan.Displaced.Except(found).Select(track =>
            taken.Contains(track.Location) ? track with { Location = $"#{track.Id}", Missing = true } : track)];
        scan.Indexed = scan.Indexed.Values.Where(track => !found.Contains(track) && !taken.Contains(track.Location))
            .Concat(moved.Where(pair => pair.Value.IsRetagged).Select(pair => pair.Value.Track with { Location = pair.Key.Location }))
            .ToDictionary(track => track.Location);
        await scan.ReportAsync(scan.Progress with { Done = moved.Values.Count(match => !match.IsRetagged) });
    }

    private async Task IndexAsync(LibraryScan scan, CancellationToken cancel)
    {
        scan.Lost = [.. scan.Displaced.Where(track => !scan.Files.ContainsKey(track.Location))];
        foreach (var batch in scan.Pending.Chunk(BatchSize))
        {
            var hashed = batch.All(scan.Hashed.ContainsKey)
                ? [.. batch.Select(file => scan.Hashed[file])] : await hasher.HashAsync(batch, cancel);
            var read = new Tags[hashed.Count];
            await Parallel.ForAsync(0, read.Length, cancel, async (i, stop) =>
                read[i] = await tags.ReadAsync(hashed[i].File.Path, hashed[i].File.Name, stop));
            await tracks.SaveAsync(scan, [.. hashed.Zip(read)], cancel);
            await scan.ReportAsync(scan.Progress with { Done = scan.Progress.Done + batch.Length });
        }

        if (scan.Files.Values.Any(file => file.FolderMood is not null))
        {
            await folderMoods.UpdateAsync(cancel);
        }
    }

    private async Task MarkMissingAsync(LibraryScan scan, CancellationToken cancel)
    {
        var ids = scan.Displaced.Where(track => !track.Missing && !scan.Files.ContainsKey(track.Location)).Select(track => track.Id);
        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var some in ids.Chunk(Database.MaxParameters))
        {
            await database.Tracks.Where(track => some.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Missing, true), cancel);
        }
    }

    // Tracks of earlier versions have no hash of their audio yet.
    private async Task IdentifyAsync(LibraryScan scan, CancellationToken cancel)
    {
        var unknown = scan.Indexed.Values.Where(track => track.AudioHash.Length == 0 && track.Playable && !track.Missing)
            .Where(track => scan.Files.ContainsKey(track.Location)).ToList();
        foreach (var some in unknown.Chunk(BatchSize))
        {
            var hashes = (await hasher.HashAsync([.. some.Select(track => scan.Files[track.Location])], cancel))
                .ToDictionary(each => each.File.Location, each => each.AudioHash);
            var ids = some.Select(track => track.Id).ToList();
            await using var database = await databases.CreateDbContextAsync(cancel);
            foreach (var track in await database.Tracks.Where(track => ids.Contains(track.Id)).ToListAsync(cancel))
            {
                track.AudioHash = hashes.GetValueOrDefault(track.Location, track.AudioHash);
            }

            foreach (var location in hashes.Keys)
            {
                postponed.Remove(location);
            }

            await database.SaveChangesAsync(cancel);
        }
    }
}
