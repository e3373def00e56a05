using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>Data about listeners and its deletion, on both databases.</summary>
public abstract partial class ListenerTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();

    protected TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var name in new[] { "a", "b", "c" })
        {
            Some.File(music, $"happy/{name}.mp3", Some.Mp3(("TIT2", name), ("TPE1", $"=artist, \"{name}\"")));
        }

        string[] database = await DatabaseAsync() is { } connection ? ["--Player:Database", connection] : [];
        Server = await TestServer.PlayingAsync(music.Path, database);
    }

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        music.Dispose();
        GC.SuppressFinalize(this);
    }

    /// <summary>A connection string; null for the service's own SQLite file.</summary>
    protected abstract Task<string?> DatabaseAsync();

    /// <summary>All files of the database.</summary>
    protected abstract IEnumerable<string> DatabaseFiles();

    /// <summary>Flushes them to disk.</summary>
    protected abstract Task FlushAsync();

    [Fact]
    public async Task The_first_like_sets_an_http_only_cookie()
    {
        var id = await IdAsync("a");
        using var http = new HttpClient(new HttpClientHandler { UseCookies = false }) { BaseAddress = Server.Address };
        using var playlist = await http.GetAsync("api/playlists/happy");
        Assert.False(playlist.Headers.Contains("Set-Cookie"));

        using var liked = await http.PutAsync($"api/tracks/{id}/like", null);

        var parts = liked.Headers.GetValues("Set-Cookie").Single().Split("; ");
        Assert.Matches("^listener=[0-9a-f]{32}$", parts[0]);
        Assert.Contains("httponly", parts);
        Assert.Contains("samesite=strict", parts);
        Assert.Contains("path=/", parts);
    }

    [Fact]
    public async Task Likes_are_per_listener_and_can_be_removed()
    {
        var id = await IdAsync("a");
        using var other = Server.NewListener();

        using var liked = await Server.Http.PutAsync($"api/tracks/{id}/like", null);
        using var twice = await Server.Http.PutAsync($"api/tracks/{id}/like", null);

        Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (liked.StatusCode, twice.StatusCode));
        Assert.Equal("a", await LikedAsync(Server.Http));
        Assert.Equal("", await LikedAsync(other));
        using var back = await Server.Http.DeleteAsync($"api/tracks/{id}/like");
        Assert.Equal("", await LikedAsync(Server.Http));
    }

    [Fact]
    public async Task Concurrent_likes_of_an_unknown_listener_are_all_saved()
    {
        var ids = new[] { await IdAsync("a"), await IdAsync("b"), await IdAsync("c") };
        using var http = Server.NewListener();
        http.DefaultRequestHeaders.Add("Cookie", $"listener={new string('7', 32)}"); // a cookie that the server does not know

        var answers = await Task.WhenAll(Enumerable.Range(0, 12).Select(i => http.PutAsync($"api/tracks/{ids[i % 3]}/like", null)));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode));
        Assert.Equal("abc", await LikedAsync(http));
    }

    [Fact]
    public async Task History_is_off_by_default()
    {
        await PlayAsync("a", 30, finished: true);
        using (await Server.Http.PostAsJsonAsync("api/listener/moods", new { mood = "sad", confidence = 0.9 }))
        {
        }

        var nothing = await Server.GetAsync("api/listener/history");
        Assert.False(nothing.GetProperty("kept").GetBoolean());
        Assert.Empty(nothing.GetProperty("moods").EnumerateArray());
        Assert.Empty(nothing.GetProperty("plays").EnumerateArray());

        using var on = await Server.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
        await PlayAsync("b", 12.5, finished: false);
        using (await Server.Http.PostAsJsonAsync("api/listener/moods", new { mood = "sad", confidence = 0.9 }))
        {
        }

        var written = await Server.GetAsync("api/listener/history");
        Assert.True(written.GetProperty("kept").GetBoolean());
        var play = Assert.Single(written.GetProperty("plays").EnumerateArray());
        Assert.Equal(("b", "happy", 12.5, false), (play.Text("title"), play.Text("mood"),
            play.GetProperty("seconds").GetDouble(), play.GetProperty("finished").GetBoolean()));
        var mood = Assert.Single(written.GetProperty("moods").EnumerateArray());
        Assert.Equal(("sad", 0.9), (mood.Text("mood"), mood.GetProperty("confidence").GetDouble()));
        Assert.InRange(DateTimeOffset.UtcNow - mood.GetProperty("at").GetDateTimeOffset(), TimeSpan.Zero, TimeSpan.FromMinutes(1));

        using var off = await Server.Http.PutAsJsonAsync("api/listener/history", new { keep = false });
        await PlayAsync("c", 30, finished: true);
        Assert.Single((await Server.GetAsync("api/listener/history")).GetProperty("plays").EnumerateArray());
    }

    [Fact]
    public async Task The_csv_export_escapes_formulas()
    {
        using var on = await Server.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
        await PlayAsync("a", 12.5, finished: true);

        using var response = await Server.Http.GetAsync("api/listener/history.csv");

        Assert.Equal("text/csv", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", response.Content.Headers.ContentDisposition!.DispositionType);
        var lines = (await response.Content.ReadAsStringAsync()).Split("\r\n");
        Assert.Equal("at,what,mood,confidence,title,artist,seconds,finished", lines[0]);
        Assert.Matches("^20..-..-..T[^,]*,play,happy,,\"a\",\"'=artist, \"\"a\"\"\",12.5,yes$", lines[1]);
        Assert.Equal([""], lines[2..]);
    }

    [Fact]
    public async Task Skipped_tracks_come_first_less_often()
    {
        for (var i = 0; i < 10; i++)
        {
            await PlayAsync("a", 2, finished: false);
            await PlayAsync("b", 30, finished: true);
            await PlayAsync("c", 2, finished: false);
        }

        var first = new List<string?>();
        for (var i = 0; i < 20; i++)
        {
            first.Add((await Server.GetAsync("api/playlists/happy")).GetProperty("tracks")[0].Text("title"));
        }

        Assert.InRange(first.Count(title => title == "b"), 15, 20);
    }

    [Theory]
    [InlineData("{\"mood\":\"happy\",\"seconds\":-1,\"finished\":true}", "`seconds` is out of range: found -1, expected 0 to 86400.")]
    [InlineData("{\"mood\":\"happy\",\"seconds\":1e300,\"finished\":true}", "`seconds` is out of range: found 1E+300, expected 0 to 86400.")]
    [InlineData("{\"mood\":\"joy\",\"seconds\":1,\"finished\":true}", "Bad request: the body or a parameter is invalid.")]
    [InlineData("{\"mood\":0,\"seconds\":1,\"finished\":true}", "Bad request: the body or a parameter is invalid.")]
    [InlineData("{\"mood\":\"happy,sad\",\"seconds\":1,\"finished\":true}", "Bad request: the body or a parameter is invalid.")]
    [InlineData("null", "Bad request: the body or a parameter is invalid.")]
    public async Task An_invalid_play_returns_400(string json, string sentence)
    {
        using var response = await Server.Http.PostAsync(
            $"api/tracks/{await IdAsync("a")}/plays", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(sentence, await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Two_moods_in_place_of_one_are_refused_and_the_listener_goes_on()
    {
        using var response = await Server.Http.PutAsJsonAsync($"api/tracks/{await IdAsync("a")}/mood", new { mood = "happy,sad" });

        Assert.Equal("Bad request: the body or a parameter is invalid.", await response.ProblemAsync(HttpStatusCode.BadRequest));
        Assert.NotEmpty((await Server.GetAsync("api/playlists/happy")).GetProperty("tracks").EnumerateArray());
    }

    [Fact]
    public async Task A_body_in_an_unknown_charset_returns_415()
    {
        using var body = new StringContent("{\"keep\":true}");
        body.Headers.ContentType = new("application/json", "nonsense");
        using var response = await Server.Http.PutAsync("api/listener/history", body);

        Assert.Equal("The body has another type than expected. Send JSON in UTF-8, as application/json.",
            await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task Confidence_must_be_between_0_and_1()
    {
        using var response = await Server.Http.PostAsJsonAsync("api/listener/moods", new { mood = "sad", confidence = 1.5 });

        Assert.Equal("`confidence` is out of range: found 1.5, expected 0 to 1, or null.", await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_deleted_listener_is_new()
    {
        using var liked = await Server.Http.PutAsync($"api/tracks/{await IdAsync("a")}/like", null);
        using var on = await Server.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
        await PlayAsync("a", 30, finished: true);

        using var forgotten = await Server.Http.DeleteAsync("api/listener");

        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.StartsWith("listener=; expires=Thu, 01 Jan 1970", forgotten.Headers.GetValues("Set-Cookie").Single());
        Assert.Equal("", await LikedAsync(Server.Http));
        Assert.False((await Server.GetAsync("api/listener/history")).GetProperty("kept").GetBoolean());
    }

    [Fact]
    public async Task Deleted_listeners_leave_no_trace_in_the_database_files()
    {
        var id = await IdAsync("a");
        var listeners = new List<(HttpClient Http, string Id)>();
        for (var number = 1; number <= 8; number++)
        {
            listeners.Add((Server.NewListener(), $"{number:x}".PadLeft(32, 'f')));
            listeners[^1].Http.DefaultRequestHeaders.Add("Cookie", $"listener={listeners[^1].Id}");
        }

        await Parallel.ForEachAsync(listeners, async (listener, cancel) =>
        {
            using var on = await listener.Http.PutAsJsonAsync("api/listener/history", new { keep = true }, cancel);
            using var liked = await listener.Http.PutAsync($"api/tracks/{id}/like", null, cancel);
            using var own = await listener.Http.PutAsJsonAsync($"api/tracks/{id}/mood", new { mood = "fear" }, cancel);
            for (var i = 0; i < 60; i++)
            {
                using var read = await listener.Http.PostAsJsonAsync("api/listener/moods", new { mood = "sad" }, cancel);
                using var played = await listener.Http.PostAsJsonAsync(
                    $"api/tracks/{id}/plays", new { mood = "happy", seconds = 1, finished = true }, cancel);
                Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (read.StatusCode, played.StatusCode));
            }
        });
        await FlushAsync();
        Assert.All(listeners, listener => Assert.NotEqual(0, CountInFiles(listener.Id)));

        foreach (var (http, listener) in listeners.Take(7))
        {
            using var forgotten = await http.DeleteAsync("api/listener");
            Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
            await FlushAsync();
            Assert.Equal(0, CountInFiles(listener));
        }

        Assert.NotEqual(0, CountInFiles(listeners[7].Id)); // the remaining listener
        var stays = await listeners[7].Http.GetFromJsonAsync<JsonElement>("api/listener/history");
        Assert.Equal(60, stays.GetProperty("plays").GetArrayLength());
        listeners.ForEach(listener => listener.Http.Dispose());
    }

    protected async Task<string> IdAsync(string title) => Assert.Single(
        (await Server.Http.GetFromJsonAsync<JsonElement>($"api/library/tracks?q={title}")).EnumerateArray(),
        track => track.Text("title") == title).Text("id")!;

    protected async Task PlayAsync(string title, double seconds, bool finished)
    {
        using var response = await Server.Http.PostAsJsonAsync(
            $"api/tracks/{await IdAsync(title)}/plays", new { mood = "happy", seconds, finished });
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<string> LikedAsync(HttpClient http) => string.Concat((await http.TracksAsync("happy"))
        .Where(track => track.GetProperty("liked").GetBoolean()).Select(track => track.Text("title")));

    // How often a text occurs in the database's files.
    protected int CountInFiles(string text) => DatabaseFiles().Sum(file =>
    {
        var times = 0;
        var rest = ReadIfExists(file).AsSpan();
        for (int at; (at = rest.IndexOf(Encoding.ASCII.GetBytes(text))) >= 0; times++)
        {
            rest = rest[(at + text.Length)..];
        }

        return times;
    });

    // A running server may remove or truncate its files after they were listed.
    private static byte[] ReadIfExists(string file)
    {
        try
        {
            using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            var bytes = new byte[stream.Length];
            return bytes[..stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (FileNotFoundException)
        {
            return [];
        }
    }
}
