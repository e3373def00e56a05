using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A Subsonic server's songs among the tracks, and what it is told of them.</summary>
internal sealed partial class SubsonicSource(
    SubsonicClient server, IDbContextFactory<PlayerDb> databases, ILogger<SubsonicSource> log)
{
    private const int PageSize = 500; // the most that the protocol allows

    private readonly Lock gate = new();
    private Task told = Task.CompletedTask; // the last that the server is told

    /// <summary>Takes over the songs that the server has; does nothing where there is none.</summary>
    /// <exception cref="SubsonicException">The server is away, or refuses us; the songs known before stay.</exception>
    public async Task TakeOverAsync(CancellationToken cancel)
    {
        if (!server.IsThere)
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

        foreach (var gone in known.Values)
        {
            gone.Gone = true;
        }

        await database.SaveChangesAsync(cancel);
    }

    /// <summary>Tells the server of a like, as a star, or that it was taken back. Nobody waits for that.</summary>
    public void Star(Track track, bool liked) => Tell(track, liked ? "star" : "unstar");

    /// <summary>Tells the server that a song was heard to its end. Nobody waits for that.</summary>
    public void Scrobble(Track track) => Tell(track, "scrobble");

    private void Tell(Track track, string method)
    {
        if (track.Stored.Source == TrackSource.Subsonic)
        {
            lock (gate)
            {
                told = TellAfterAsync(told, track, method); // in the order that it happened
            }
        }
    }

    private async Task TellAfterAsync(Task before, Track track, string method)
    {
        await before;
        try
        {
            await server.CallAsync(method, CancellationToken.None, [("id", track.Stored.Location)]);
        }
        catch (SubsonicException error)
        {
            LogUntold(log, method, error.Message); // it is written down here all the same
        }
    }

    // By genre, and some at random for those without one.
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
        track.Gone = false;
    }

    [LoggerMessage(LogLevel.Warning, "The Subsonic server was not told ({Method}). {Error}")]
    private static partial void LogUntold(ILogger log, string method, string error);
}
