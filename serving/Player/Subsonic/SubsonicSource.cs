using System.Diagnostics;
using System.Globalization;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>Imports a Subsonic server's songs.</summary>
internal sealed class SubsonicSource(
    SubsonicClient server, IDbContextFactory<PlayerDbContext> databases, LibraryName library)
{
    private const int BatchSize = 1000; // songs in a transaction
    private const int MaxQuestions = 5000; // in one import, about songs that the list lacks
    private const int Sample = 100; // questions about songs that nobody listened to, where the list is complete
    private const double SameSeconds = 2;

    private static readonly TimeSpan MaxTime = TimeSpan.FromMinutes(10); // for questions

    private readonly SubsonicLibrary songs = new(server);

    /// <summary>What is to be known about the last import, as a sentence; null if nothing is.</summary>
    public string? Notice { get; private set; }

    /// <summary>Imports the server's songs; does nothing if no server is configured.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, or rejects us; songs imported before stay.</exception>
    public async Task SyncAsync(CancellationToken cancel)
    {
        if (!server.IsConfigured)
        {
            return;
        }

        var listed = await songs.ListAsync(cancel);
        Notice = !songs.IsFull ? null : string.Create(CultureInfo.InvariantCulture,
            $"The Subsonic server has more songs than fit into memory: the first {listed.Songs.Count:n0} are used. Give the player more memory.");
        await using var database = await databases.CreateDbContextAsync(cancel);
        var known = await database.Tracks.AsNoTracking()
            .Where(track => track.Library == library.Value && track.Source == TrackSource.Subsonic)
            .ToDictionaryAsync(track => track.Location, cancel);
        var absent = known.Values.Where(track => !listed.Songs.ContainsKey(track.Location)).ToList();
        var moved = Relink(listed.Songs.Values.Where(song => !known.ContainsKey(song.Id)), absent);
        foreach (var some in listed.Songs.Values.Chunk(BatchSize))
        {
            await StoreAsync(some, song => moved.GetValueOrDefault(song.Id) ?? known.GetValueOrDefault(song.Id)?.Id, cancel);
        }

        var taken = moved.Values.ToHashSet();
        await MarkMissingAsync([.. absent.Where(track => !track.Missing && !taken.Contains(track.Id))], listed.IsComplete, cancel);
    }

    // A server that scans anew may give its songs other ids.
    private static Dictionary<string, string> Relink(IEnumerable<SubsonicSong> added, List<StoredTrack> absent)
    {
        var byName = absent.ToLookup(track => (track.Title, track.Artist, track.Album));
        var moved = new Dictionary<string, string>();
        foreach (var group in absent.Count == 0 ? [] : added.GroupBy(song => (song.Title, song.Artist, song.Album)))
        {
            if (group.ToList() is [var song] && byName[group.Key].ToList() is [var track] && song.Artist is not null
                && Math.Abs((song.Seconds ?? 0) - (track.Seconds ?? 0)) < SameSeconds)
            {
                moved[song.Id] = track.Id;
            }
        }

        return moved;
    }

    // One song that cannot be stored costs that song.
    private async Task StoreAsync(SubsonicSong[] some, Func<SubsonicSong, string?> idOf, CancellationToken cancel)
    {
        try
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            var ids = some.Select(idOf).OfType<string>().ToList();
            var tracks = await database.Tracks.Where(track => ids.Contains(track.Id)).ToDictionaryAsync(track => track.Id, cancel);
            foreach (var song in some)
            {
                if (idOf(song) is not { } id || !tracks.TryGetValue(id, out var track))
                {
                    track = new StoredTrack
                    {
                        Id = OpaqueId.New(),
                        Library = library.Value,
                        Source = TrackSource.Subsonic,
                        Location = song.Id,
                        Title = song.Title,
                    };
                    database.Tracks.Add(track);
                }

                song.ApplyTo(track);
            }

            await database.SaveChangesAsync(cancel);
        }
        catch (DbUpdateException error) when (!error.IsUnavailable())
        {
            foreach (var song in some.Length > 1 ? some : [])
            {
                await StoreAsync([song], idOf, cancel);
            }
        }
    }

    // Only what the server says it no longer has is marked: a list may lack songs. Those that a listener knows come first.
    private async Task MarkMissingAsync(List<StoredTrack> absent, bool isComplete, CancellationToken cancel)
    {
        if (absent.Count == 0)
        {
            return;
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var used = (await database.Likes.Select(like => like.TrackId)
            .Union(database.MoodOverrides.Select(each => each.TrackId)).ToListAsync(cancel)).ToHashSet();
        var first = absent.Where(track => used.Contains(track.Id)).ToList();
        var others = absent.Where(track => !used.Contains(track.Id)).OrderBy(track => track.Id, StringComparer.Ordinal).ToList();
        var asked = first.Concat(others.Take(isComplete ? Sample : int.MaxValue)).Take(MaxQuestions).ToList();
        var gone = new List<string>();
        var isListWrong = false;
        var clock = Stopwatch.StartNew();
        foreach (var track in asked)
        {
            if (clock.Elapsed > MaxTime)
            {
                isListWrong = true; // not known to be right
                break;
            }

            try
            {
                var isGone = await songs.FindAsync(track.Location, cancel) is null;
                isListWrong |= !isGone;
                if (isGone)
                {
                    gone.Add(track.Id);
                }
            }
            catch (SubsonicException error) when (error.Kind == SubsonicFailure.Refused)
            {
                isListWrong |= used.Contains(track.Id); // it cannot tell: better a track too many than a like lost
            }
        }

        if (isComplete && !isListWrong)
        {
            gone.AddRange(others.Skip(Sample).Select(track => track.Id));
        }

        foreach (var some in gone.Chunk(BatchSize / 2))
        {
            await database.Tracks.Where(track => some.Contains(track.Id))
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Missing, true), cancel);
        }
    }
}
