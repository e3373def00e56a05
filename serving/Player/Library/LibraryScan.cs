using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Brings the database up to what lies in the folder: new and changed files are read, moved ones known again by their
/// content, those that are gone marked. It writes as it goes, so that one that is killed is gone on with by the next.
/// </summary>
internal sealed partial class LibraryScan(
    IDbContextFactory<PlayerDb> databases, TagReader tags, ILogger<LibraryScan> log)
{
    // Small enough to be seen moving, large enough that opening a transaction costs nothing.
    private static readonly int Together = TagReader.AtOnce * Environment.ProcessorCount;

    /// <summary>Scans the folder.</summary>
    /// <param name="root">Its full path; it need not exist.</param>
    /// <param name="progress">Is told after each step.</param>
    /// <param name="cancel">Stops between two steps.</param>
    /// <returns>How much there was to do.</returns>
    public async Task<ScanProgress> RunAsync(string root, IProgress<ScanProgress> progress, CancellationToken cancel)
    {
        var folder = new MusicFolder(root, sentence => LogUnreadable(log, sentence));
        var entries = folder.Walk(name => MusicFile.IsMusic(name) || PlaylistFile.Is(name)).ToList();
        var files = entries.Where(entry => MusicFile.IsMusic(entry.Location)).ToDictionary(file => file.Location);

        await using var database = await databases.CreateDbContextAsync(cancel);
        var known = await database.Tracks.AsNoTracking().Where(track => track.Source == TrackSource.File)
            .Select(track => new Known(
                track.Id, track.Location, track.Length, track.Written, track.ContentHash, track.Gone))
            .ToDictionaryAsync(track => track.Location, cancel);

        var work = files.Values.Where(file => !known.TryGetValue(file.Location, out var before)
            || before.Gone || before.Length != file.Length || before.Written != file.Written).ToList();
        var lost = known.Values.Where(track => !files.ContainsKey(track.Location)).ToList();
        var moved = lost.ToLookup(track => track.ContentHash);
        var found = new HashSet<string>(); // ids of lost tracks that turned up elsewhere
        var state = new ScanProgress(files.Count, 0, work.Count, false);
        progress.Report(state);

        foreach (var step in work.Chunk(Together))
        {
            await TakeAsync(step, known, moved, found, cancel);
            state = state with { Done = state.Done + step.Length };
            progress.Report(state);
        }

        await MarkGoneAsync([.. lost.Where(track => !track.Gone && !found.Contains(track.Id)).Select(track => track.Id)], cancel);
        await TakePlaylistsAsync(entries.Where(entry => PlaylistFile.Is(entry.Location)), cancel);
        return state;
    }

    private async Task TakeAsync(
        MusicFile[] files, Dictionary<string, Known> known, ILookup<string, Known> moved, HashSet<string> found,
        CancellationToken cancel)
    {
        var hashes = await Task.WhenAll(files.Select(file => Task.Run(() => HashOf(file), cancel)));
        var readable = files.Zip(hashes).Where(pair => pair.Second is not null).ToList();
        var parts = readable.Chunk(TagReader.AtOnce)
            .Select(part => tags.ReadAsync([.. part.Select(pair => pair.First.Path)], cancel));
        var read = (await Task.WhenAll(parts)).SelectMany(part => part).ToList();

        await using var database = await databases.CreateDbContextAsync(cancel);
        foreach (var ((file, hash), tag) in readable.Zip(read))
        {
            var before = known.GetValueOrDefault(file.Location)
                ?? moved[hash!].FirstOrDefault(track => found.Add(track.Id));
            var track = before is null ? null : await database.Tracks.FindAsync([before.Id], cancel);
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

            Fill(track, file, hash!, tag);
        }

        await database.SaveChangesAsync(cancel); // one transaction: all of the step or none
    }

    private static void Fill(StoredTrack track, MusicFile file, string hash, Tags tags)
    {
        track.Location = file.Location;
        track.Length = file.Length;
        track.Written = file.Written;
        track.ContentHash = hash;
        track.ContentType = tags.ContentType ?? file.ContentType;
        track.Playable = tags.Playable;
        track.Title = tags.Title;
        track.Artist = tags.Artist;
        track.Album = tags.Album;
        track.Genre = tags.Genre;
        track.MoodTag = tags.Mood;
        track.Bpm = tags.Bpm;
        track.Seconds = tags.Seconds;
        track.HasCover = tags.HasCover;
        track.FolderMood = MoodOfFolder(file.Location);
        track.Gone = false;
    }

    // The nearest folder that is named after an emotion.
    private static Emotion? MoodOfFolder(string location) =>
        location.Split('/').SkipLast(1).Reverse().Select(Emotions.Parse).FirstOrDefault(mood => mood is not null);

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

    private sealed record Known(
        string Id, string Location, long Length, long Written, string ContentHash, bool Gone);
}
