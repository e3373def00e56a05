using System.Runtime.CompilerServices;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Brings the database up to what lies in the folder: new and changed files are read, moved ones known again by their
/// content, those that are gone marked. It writes as it goes, so that one that is killed is gone on with by the next.
/// </summary>
internal sealed partial class LibraryScan(
    IDbContextFactory<PlayerDb> databases, TagReader tags, MovedFiles moved, ILogger<LibraryScan> log)
{
    // Small enough to be seen moving, large enough that opening a transaction costs nothing.
    private static readonly int Together = TagReader.AtOnce * Environment.ProcessorCount;

    /// <summary>Scans the folder.</summary>
    /// <param name="root">Its full path; it need not exist.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <returns>After each step how far it is; by then the database has what was read.</returns>
    public async IAsyncEnumerable<ScanProgress> RunAsync(
        string root, [EnumeratorCancellation] CancellationToken cancel)
    {
        var folder = new MusicFolder(root, sentence => LogUnreadable(log, sentence));
        var entries = folder.Walk(name => MusicFile.IsMusic(name) || PlaylistFile.Is(name)).ToList();
        var files = entries.Where(entry => MusicFile.IsMusic(entry.Location)).ToDictionary(file => file.Location);

        await using var database = await databases.CreateDbContextAsync(cancel);
        var known = await database.Tracks.AsNoTracking().Where(track => track.Source == TrackSource.File)
            .Select(track => new KnownTrack(
                track.Id, track.Location, track.Length, track.Written, track.ContentHash, track.Gone, track.Described))
            .ToDictionaryAsync(track => track.Location, cancel);

        var again = known.Values.Any(track => !track.Described) && await TagReader.CanLookInsideAsync(cancel);
        var work = files.Values.Where(file => !known.TryGetValue(file.Location, out var before)
            || !before.IsStill(file) || (again && !before.Described)).ToArray();
        var astray = known.Values.Where(track =>
            !files.TryGetValue(track.Location, out var file) || !track.IsStill(file)).ToList();
        var state = new ScanProgress(files.Count, 0, work.Length, false);
        yield return state;

        if (astray.Count > 0 && work.Length > 0)
        {
            var found = await moved.TakeAsync(await HashAsync(work, cancel), astray, cancel);
            work = [.. work.Where(file => !found.ContainsKey(file))];
            known = known.Values.Except(found.Values).ToDictionary(track => track.Location);
            astray = [.. astray.Except(found.Values)];
            yield return state = state with { Done = found.Count };
        }

        foreach (var step in work.Chunk(Together))
        {
            await TakeAsync(step, known, cancel);
            yield return state = state with { Done = state.Done + step.Length };
        }

        await MarkGoneAsync(
            [.. astray.Where(track => !track.Gone && !files.ContainsKey(track.Location)).Select(track => track.Id)], cancel);
        await TakePlaylistsAsync(entries.Where(entry => PlaylistFile.Is(entry.Location)), cancel);
    }

    private async Task TakeAsync(MusicFile[] files, Dictionary<string, KnownTrack> known, CancellationToken cancel)
    {
        var readable = await HashAsync(files, cancel);
        var parts = readable.Chunk(TagReader.AtOnce)
            .Select(part => tags.ReadAsync([.. part.Select(each => each.File.Path)], cancel));
        var read = (await Task.WhenAll(parts)).SelectMany(part => part);

        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var ((file, hash), tag) in readable.Zip(read))
        {
            var track = known.TryGetValue(file.Location, out var before)
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

            track.Take(file);
            track.Take(tag);
            track.ContentHash = hash;
            track.ContentType = tag.ContentType ?? file.ContentType;
        }

        await database.SaveChangesAsync(cancel); // one transaction: all of the step or none
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
            LogUnreadable(log, $"{file.Path}: left out, it cannot be read. {error.Message}");
            return null;
        }
    }

    private async Task MarkGoneAsync(List<string> ids, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var some in ids.Chunk(500)) // databases take only so many parameters
        {
            await database.Tracks.Where(track => some.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Gone, true), cancel);
        }
    }

    private async Task TakePlaylistsAsync(IEnumerable<MusicFile> files, CancellationToken cancel)
    {
        var listed = new Dictionary<string, Emotion>();
        foreach (var file in files)
        {
            if (PlaylistFile.MoodOf(Path.GetFileName(file.Location)) is { } mood)
            {
                try
                {
                    foreach (var location in PlaylistFile.Locations(file))
                    {
                        listed.TryAdd(location, mood);
                    }
                }
                catch (Exception error) when (error is IOException or UnauthorizedAccessException or InvalidDataException)
                {
                    LogUnreadable(log, $"{file.Path}: left out as a playlist. {error.Message}");
                }
            }
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var before = await database.Tracks.Where(track => track.Source == TrackSource.File && track.ListMood != null).ToListAsync(cancel);
        foreach (var track in before.Where(track => !listed.TryGetValue(track.Location, out var mood) || mood != track.ListMood))
        {
            track.ListMood = null;
        }

        var kept = before.Where(track => track.ListMood is not null).Select(track => track.Location).ToHashSet();
        foreach (var some in listed.Where(entry => !kept.Contains(entry.Key)).Chunk(500))
        {
            var locations = some.Select(entry => entry.Key).ToList();
            foreach (var track in await database.Tracks.Where(track =>
                track.Source == TrackSource.File && locations.Contains(track.Location)).ToListAsync(cancel))
            {
                track.ListMood = listed[track.Location];
            }
        }

        await database.SaveChangesAsync(cancel);
    }

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogUnreadable(ILogger log, string sentence);
}
