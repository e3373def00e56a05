using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>Imports a Subsonic server's songs, and reports likes and plays back to it.</summary>
internal sealed partial class SubsonicSource(
    SubsonicClient server, IDbContextFactory<PlayerDbContext> databases, ILogger<SubsonicSource> log)
{
    private const int PageSize = 500; // the most that the protocol allows

    private readonly Lock gate = new();
    private Task lastReport = Task.CompletedTask;

    /// <summary>Imports the server's songs; does nothing if no server is configured.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, or rejects us; songs imported before stay.</exception>
    public async Task SyncAsync(CancellationToken cancel)
    {
        if (!server.IsConfigured)
        {
            return;
        }

        var songs = await SongsAsync(cancel);
        await using var database = await databases.CreateDbContextAsync(cancel);
        var known = await database.Tracks.Where(track => track.Source == TrackSource.Subsonic)
            .ToDictionaryAsync(track => track.Location, cancel);
        foreach (var song in songs.Values)
        {
            if (!known.Remove(song.Id, out var track))
            {
                track = new StoredTrack
                {
                    Id = OpaqueId.New(),
                    Source = TrackSource.Subsonic,
                    Location = song.Id,
                    Title = song.Title,
                };
                database.Tracks.Add(track);
            }

            Fill(track, song);
        }

        foreach (var removed in known.Values)
        {
            removed.Missing = true;
        }

        await database.SaveChangesAsync(cancel);
    }

    /// <summary>Stars or unstars a song on the server, in the background.</summary>
    public void Star(StoredTrack track, bool liked) => Report(track, liked ? "star" : "unstar");

    /// <summary>Reports a song played to its end, in the background.</summary>
    public void Scrobble(StoredTrack track) => Report(track, "scrobble");

    private void Report(StoredTrack track, string method)
    {
        if (track.Source == TrackSource.Subsonic)
        {
            lock (gate)
            {
                lastReport = ReportAfterAsync(lastReport, track, method); // in order
            }
        }
    }

    private async Task ReportAfterAsync(Task before, StoredTrack track, string method)
    {
        await before;
        try
        {
            await server.CallAsync(method, CancellationToken.None, [("id", track.Location)]);
        }
        catch (SubsonicException error)
        {
            LogNotReported(log, method, error.Message); // it is stored here all the same
        }
    }

    // By genre, plus random songs to include those without a genre.
    private async Task<Dictionary<string, SubsonicSong>> SongsAsync(CancellationToken cancel)
    {
        var songs = new Dictionary<string, SubsonicSong>();
        var genres = (await server.CallAsync("getGenres", cancel)).Genres?.Genre ?? [];
        foreach (var genre in genres)
        {
            for (var offset = 0; ; offset += PageSize)
            {
                var page = (await server.CallAsync(
                    "getSongsByGenre", cancel,
                    [("genre", genre.Value), ("count", $"{PageSize}"), ("offset", $"{offset}")])).SongsByGenre?.Song ?? [];
                Add(page);
                if (page.Count < PageSize)
                {
                    break;
                }
            }
        }

        Add((await server.CallAsync("getRandomSongs", cancel, [("size", $"{PageSize}")])).RandomSongs?.Song ?? []);
        return songs;

        void Add(IEnumerable<SubsonicSong> some)
        {
            foreach (var song in some)
            {
                songs[song.Id] = song;
            }
        }
    }

    private static void Fill(StoredTrack track, SubsonicSong song)
    {
        track.Title = song.Title;
        track.Artist = song.Artist;
        track.Album = song.Album;
        track.Genre = song.Genre ?? (song.Genres is [var first, ..] ? first.Name : null);
        track.MoodTag = song.Moods is { Count: > 0 } moods ? string.Join(", ", moods) : null;
        track.Bpm = song.Bpm > 0 ? song.Bpm : null;
        track.Seconds = song.Duration;
        track.CoverId = song.CoverArt;
        track.HasCover = song.CoverArt is not null;
        track.ContentType = song.ContentType ?? "audio/mpeg";
        track.Missing = false;
    }

    [LoggerMessage(LogLevel.Warning, "The Subsonic server did not accept {Method}. {Error}")]
    private static partial void LogNotReported(ILogger log, string method, string error);
}
