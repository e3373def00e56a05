using System.Diagnostics;
using System.Text.Json;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>All songs of a server.</summary>
/// <param name="Songs">By id.</param>
/// <param name="IsComplete">Whether every song is among them, as far as the server says.</param>
internal sealed record SubsonicSongs(IReadOnlyDictionary<string, SubsonicSong> Songs, bool IsComplete);

/// <summary>
/// Lists a server's songs: by an empty search where the server allows it, else album by album, else by genre, where songs
/// without one come at random. Pages that repeat, never end or take too long end the list.
/// </summary>
internal sealed class SubsonicLibrary(SubsonicClient server)
{
    private const int PageSize = 500; // the most that the protocol allows
    private const int MaxPages = 10_000;
    private const int MaxSongs = 2_000_000;

    private long text; // characters of the songs listed so far

    /// <summary>
    /// The most characters that the songs' texts may have together: of the memory that there is, a copy takes an eighth, and there are up
    /// to four at a time.
    /// </summary>
    public long MaxText { get; init; } = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes / 8 / sizeof(char);

    /// <summary>Whether the last list left songs out for want of memory.</summary>
    public bool IsFull => text >= MaxText;

    /// <summary>How long the list may take: the folder is not scanned meanwhile.</summary>
    public TimeSpan MaxTime { get; init; } = TimeSpan.FromMinutes(30);

    /// <summary>All songs.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, or rejects us.</exception>
    public async Task<SubsonicSongs> ListAsync(CancellationToken cancel)
    {
        var clock = Stopwatch.StartNew();
        foreach (var list in new[] { BySearchAsync, ByAlbumAsync })
        {
            try
            {
                text = 0;
                if (await list(clock, cancel) is { Songs.Count: > 0 } all)
                {
                    return all with { IsComplete = all.IsComplete && clock.Elapsed < MaxTime && !IsFull };
                }
            }
            catch (SubsonicException error) when (error.Kind is SubsonicFailure.Refused or SubsonicFailure.NotFound)
            {
                // The server does not know this method, or does not allow it.
            }
        }

        text = 0;
        return new(await ByGenreAsync(clock, cancel), IsComplete: false);
    }

    /// <summary>One song; null if the server says that it has none with this id.</summary>
    /// <exception cref="SubsonicException">
    /// The server is unavailable, or cannot tell: it may answer without a song, too.
    /// </exception>
    public async Task<SubsonicSong?> FindAsync(string id, CancellationToken cancel)
    {
        try
        {
            return (await server.CallAsync("getSong", cancel, [("id", id)])).Items("song").Select(SubsonicSong.From)
                .FirstOrDefault(song => song is not null) ?? throw server.InvalidResponse();
        }
        catch (SubsonicException error) when (error.Kind == SubsonicFailure.NotFound)
        {
            return null;
        }
    }

    private async Task<SubsonicSongs> BySearchAsync(Stopwatch clock, CancellationToken cancel)
    {
        var songs = new Dictionary<string, SubsonicSong>();
        foreach (var everything in new[] { "", "\"\"" }) // servers differ in what matches every song
        {
            await PageAsync(songs, async offset =>
                (await server.CallAsync("search3", cancel, [
                    ("query", everything), ("artistCount", "0"), ("albumCount", "0"), ("songCount", $"{PageSize}"), ("songOffset", $"{offset}")]))
                .Child("searchResult3")?.Items("song") ?? [], clock, cancel);
            if (songs.Count > 0)
            {
                break;
            }
        }

        return new(songs, IsComplete: true);
    }

    private async Task<SubsonicSongs> ByAlbumAsync(Stopwatch clock, CancellationToken cancel)
    {
        var albums = new HashSet<string>();
        for (var page = 0; page < MaxPages && clock.Elapsed < MaxTime; page++)
        {
            var answer = await server.CallAsync("getAlbumList2", cancel, [
                ("type", "alphabeticalByName"), ("size", $"{PageSize}"), ("offset", $"{page * PageSize}")]);
            var before = albums.Count;
            albums.UnionWith((answer.Child("albumList2")?.Items("album") ?? []).Select(album => album.Text("id")).OfType<string>());
            if (albums.Count == before)
            {
                break;
            }
        }

        var (songs, isComplete) = (new Dictionary<string, SubsonicSong>(), true);
        foreach (var album in albums.TakeWhile(_ => clock.Elapsed < MaxTime && !IsFull))
        {
            try
            {
                var answer = await server.CallAsync("getAlbum", cancel, [("id", album)]);
                Add(songs, answer.Child("album")?.Items("song") ?? []);
            }
            catch (SubsonicException error) when (error.Kind is SubsonicFailure.Refused or SubsonicFailure.NotFound)
            {
                isComplete = false; // one odd album costs that album
            }
        }

        return new(songs, isComplete);
    }

    private async Task<Dictionary<string, SubsonicSong>> ByGenreAsync(Stopwatch clock, CancellationToken cancel)
    {
        var songs = new Dictionary<string, SubsonicSong>();
        var genres = Expect((await server.CallAsync("getGenres", cancel)).Child("genres")).Items("genre")
            .Select(genre => genre.AsText() ?? genre.Text("value") ?? genre.Text("name")).OfType<string>().Distinct().ToList();
        foreach (var genre in genres)
        {
            await PageAsync(songs, async offset =>
                (await server.CallAsync("getSongsByGenre", cancel, [
                    ("genre", genre), ("count", $"{PageSize}"), ("offset", $"{offset}")]))
                .Child("songsByGenre")?.Items("song") ?? [], clock, cancel);
        }

        Add(songs, Expect((await server.CallAsync("getRandomSongs", cancel, [("size", $"{PageSize}")])).Child("randomSongs")).Items("song"));
        return songs;
    }

    private JsonElement Expect(JsonElement? part) => part ?? throw server.InvalidResponse();

    // A page with nothing new is the last, whether it is short, empty, or the first one again.
    private async Task PageAsync(
        Dictionary<string, SubsonicSong> songs, Func<int, Task<IEnumerable<JsonElement>>> read, Stopwatch clock,
        CancellationToken cancel)
    {
        var seen = new HashSet<string>();
        for (var (page, offset) = (0, 0); page < MaxPages && seen.Count < MaxSongs && clock.Elapsed < MaxTime && !IsFull; page++)
        {
            cancel.ThrowIfCancellationRequested();
            var items = (await read(offset)).ToList();
            var ids = items.Select(item => item.Text("id") is { Length: <= SubsonicSong.MaxId } id ? id : "");
            var isNew = ids.Count(seen.Add);
            Add(songs, items);
            if (isNew == 0)
            {
                break;
            }

            offset += items.Count;
        }
    }

    private void Add(Dictionary<string, SubsonicSong> songs, IEnumerable<JsonElement> items)
    {
        foreach (var song in items.Select(SubsonicSong.From).OfType<SubsonicSong>().TakeWhile(_ => !IsFull))
        {
            if (songs.TryAdd(song.Id, song))
            {
                text += song.TextLength;
            }
        }
    }
}
