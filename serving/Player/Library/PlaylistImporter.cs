using System.Diagnostics;
using System.Globalization;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Reads the playlist files in the library folder that are named after a mood.</summary>
internal sealed class PlaylistImporter(IDbContextFactory<PlayerDbContext> databases, LibraryName library, LeftOutFiles leftOut)
{
    private const long MaxBytes = 100_000_000; // of all playlists: enough for a million entries

    private static readonly TimeSpan ReadTimeout = TimeSpan.FromSeconds(30); // of one file, on a disk that hangs

    /// <summary>How long reading them all may take: the scan waits for it.</summary>
    internal TimeSpan MaxTime { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Sets the mood of every track that a playlist named after one contains, and takes back moods of playlists that are gone.</summary>
    /// <param name="root">The library folder.</param>
    /// <param name="entries">All music and playlist files in it.</param>
    /// <param name="cancel">Stops between two playlists.</param>
    public async Task ImportAsync(string root, IReadOnlyList<MusicFile> entries, CancellationToken cancel)
    {
        var (listed, isInTime) = await ReadAsync(root, entries, cancel);
        await using var database = await databases.CreateDbContextAsync(cancel);
        var before = await database.Tracks.Where(track => track.Library == library.Value
            && track.Source == TrackSource.File && track.PlaylistMood != null).ToListAsync(cancel);
        foreach (var track in before.Where(track => listed.TryGetValue(track.Location, out var mood) ? mood != track.PlaylistMood : isInTime))
        {
            track.PlaylistMood = null;
        }

        var unchanged = before.Where(track => track.PlaylistMood is not null).Select(track => track.Location).ToHashSet();
        foreach (var some in listed.Where(entry => !unchanged.Contains(entry.Key)).Chunk(Database.MaxParameters))
        {
            var locations = some.Select(entry => entry.Key).ToList();
            foreach (var track in await database.Tracks.Where(track => track.Library == library.Value
                && track.Source == TrackSource.File && locations.Contains(track.Location)).ToListAsync(cancel))
            {
                track.PlaylistMood = listed[track.Location];
            }
        }

        await database.SaveChangesAsync(cancel);
    }

    // One playlist's fault costs that playlist. A mood that was set before stays if there was no time to look again.
    private async Task<(Dictionary<string, Emotion> Listed, bool IsInTime)> ReadAsync(
        string root, IReadOnlyList<MusicFile> entries, CancellationToken cancel)
    {
        var listed = new Dictionary<string, Emotion>();
        var index = new Lazy<LocationIndex>(() => new LocationIndex(root, entries));
        var named = entries.Where(entry => PlaylistFile.IsPlaylist(entry.Location) && PlaylistFile.MoodOf(entry.Name) is not null).ToList();
        var (clock, bytes) = (Stopwatch.StartNew(), 0L);
        foreach (var (i, file) in named.Index())
        {
            cancel.ThrowIfCancellationRequested();
            var mood = PlaylistFile.MoodOf(file.Name)!.Value;
            bytes += file.Length <= PlaylistFile.MaxBytes ? file.Length : 0; // a longer one is not read
            if (bytes > MaxBytes || clock.Elapsed > MaxTime)
            {
                leftOut.Add(file.Location, LimitSentence(named.Count - i - 1, bytes > MaxBytes), file.Path);
                return (listed, bytes > MaxBytes);
            }

            using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            try
            {
                var contents = await Task.Run(() => PlaylistFile.Read(file, index.Value, stop.Token), cancel)
                    .WaitAsync(ReadTimeout, cancel);
                var name = Path.GetFileNameWithoutExtension(file.Name);
                if (NamedFolders.IsMusicians(name, await TagsOfAsync(contents.Locations, cancel)))
                {
                    continue;
                }

                foreach (var location in contents.Locations)
                {
                    listed.TryAdd(location, mood);
                }

                if (contents.Missing is [var first, ..])
                {
                    leftOut.Add(file.Location, string.Create(CultureInfo.InvariantCulture,
                        $"{contents.Missing.Count} of {contents.Entries} entries are not in the library, the first is {Short(first)}."), file.Path);
                }
            }
            catch (Exception error) when (error is not OperationCanceledException || !cancel.IsCancellationRequested)
            {
                await stop.CancelAsync();
                leftOut.Add(file.Location, $"not a readable playlist. {error.Message}", file.Path);
            }
        }

        return (listed, true);
    }

    private string LimitSentence(int others, bool isTooLarge)
    {
        var limit = isTooLarge ? string.Create(CultureInfo.InvariantCulture, $"have more than {MaxBytes:n0} bytes together.")
            : string.Create(CultureInfo.InvariantCulture, $"take more than {MaxTime.TotalSeconds:0} seconds to read.");
        return $"not read{(others > 0 ? $", nor the {others} after it" : "")}. Playlists that are named after a mood {limit}";
    }

    private async Task<List<NamedTrack>> TagsOfAsync(IReadOnlyCollection<string> locations, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var tracks = new List<NamedTrack>();
        foreach (var some in locations.Chunk(Database.MaxParameters))
        {
            tracks.AddRange(await database.PresentFiles(library).Where(track => some.Contains(track.Location))
                .Select(track => new NamedTrack(track.Location, track.Artist, track.Album)).ToListAsync(cancel));
        }

        return tracks;
    }

    private static string Short(string entry) => $"'{(entry.Length <= 80 ? entry : entry[..80] + "…").ReplaceLineEndings(" ")}'";
}
