using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.AspNetCore.Http;
using Microsoft.Data.Sqlite;

namespace EmoMusic.Serving.Tests.Player.Subsonic;

/// <summary>A library folder and a Subsonic server together.</summary>
public sealed class SubsonicTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private SubsonicServer server = null!;

    public async ValueTask InitializeAsync()
    {
        Some.File(music, "happy/local.mp3", Some.Mp3(("TIT2", "local")));
        server = await SubsonicServer.StartAsync([.. Enumerable.Range(0, 100_000).Select(i => (byte)(i * 7))], Some.Picture());
        server.Songs.AddRange([
            new("polka", "Pop"), new("gloomy one", "Pop", Moods: ["Gloomy"]), new("fast", null, 190), new("odd", "Unheard-of")]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public void The_token_matches_the_published_example() =>
        Assert.Equal("26719a1196d2a940705a59634eb18eab", SubsonicClient.Token("sesame", "c19b2d"));

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Songs_are_imported_with_mood_genre_and_bpm(bool byKey)
    {
        await using var service = await PlayingAsync(byKey);

        Assert.Equal(["local", "polka"], (await service.TracksAsync("happy")).Select(track => track.Text("title")));
        Assert.Equal("gloomy one", Assert.Single(await service.TracksAsync("sad?approach=match")).Text("title"));
        var surprising = await service.TracksAsync("surprise");
        Assert.Equal(["fast", "polka"], surprising.Select(track => track.Text("title"))); // pop is near both
        var fast = surprising[0];
        Assert.Equal(("fast", "artist of fast", "tagged 190 bpm", 200),
            (fast.Text("title"), fast.Text("artist"), fast.Text("why"), fast.GetProperty("durationSeconds").GetDouble()));
        Assert.Equal(5, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
    }

    [Fact]
    public async Task Large_genres_are_paged_and_removed_songs_disappear()
    {
        server.Songs.AddRange(Enumerable.Range(0, 1100).Select(i => new ServedSong($"song {i}", "Disco")));
        await using var service = await PlayingAsync();

        Assert.Equal(1105, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
        Assert.Contains("getSongsByGenre Disco 1000", server.Calls);
        server.Songs.RemoveAll(song => song.Genre == "Disco");
        await service.ScanAsync();
        Assert.Equal(5, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
    }

    [Fact]
    public async Task Audio_and_covers_are_streamed_with_ranges()
    {
        await using var service = await PlayingAsync();
        var track = (await service.TracksAsync("happy"))[1];

        Assert.Equal(server.Sound, await service.Http.GetByteArrayAsync(track.Text("streamUrl")));
        using var request = new HttpRequestMessage(HttpMethod.Get, track.Text("streamUrl"));
        request.Headers.Range = new RangeHeaderValue(1000, 1999);
        using var part = await service.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal("bytes 1000-1999/100000", part.Content.Headers.ContentRange!.ToString());
        Assert.Equal(server.Sound[1000..2000], await part.Content.ReadAsByteArrayAsync());
        using var head = await service.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, track.Text("streamUrl")));
        Assert.Equal(100_000, head.Content.Headers.ContentLength);
        using var cover = await service.Http.GetAsync(track.Text("coverUrl"));
        Assert.Equal("image/png", cover.Content.Headers.ContentType!.MediaType);
        Assert.Equal(server.Cover, await cover.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Reports_wait_until_the_database_is_open()
    {
        using var memory = new TemporaryFolder();
        var connection = $"Data Source={memory["player.db"]};Pooling=False";
        using (var other = new SqliteConnection(connection))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();
            await using var service = await TestServer.ListenAsync(
                "--roles", "player", "--Player:Library", music.Path, "--Player:Database", connection,
                "--Player:Subsonic:Url", server.Address, "--Player:Subsonic:User", SubsonicServer.User, "--Player:Subsonic:Password", SubsonicServer.Password);
            await Eventually.TrueAsync(
                () => service.Log.Count(line => line.Contains("The player's database is unavailable; retrying soon.")) > 1, TimeSpan.FromSeconds(60));
            other.Close();

            await Eventually.TrueAsync(service.IsReadyAsync, TimeSpan.FromSeconds(60));
            await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32() == 5, TimeSpan.FromSeconds(60));
            Assert.DoesNotContain(service.Log, line => line.Contains("could not be sent"));
        }
    }

    [Fact]
    public async Task A_like_becomes_a_star_and_a_finished_play_is_scrobbled()
    {
        await using var service = await PlayingAsync();
        var tracks = await service.TracksAsync("happy");
        server.Calls.Clear();
        foreach (var track in tracks) // the server is told of its own track only
        {
            var path = $"api/tracks/{track.Text("id")}";
            using var liked = await service.Http.PutAsync($"{path}/like", null);
            using var disliked = await service.Http.DeleteAsync($"{path}/like");
            using var skipped = await service.Http.PostAsJsonAsync($"{path}/plays", new { mood = "happy", seconds = 1, finished = false });
            using var finished = await service.Http.PostAsJsonAsync($"{path}/plays", new { mood = "happy", seconds = 200, finished = true });
            Assert.Equal((HttpStatusCode.NoContent, HttpStatusCode.NoContent), (liked.StatusCode, finished.StatusCode));
        }

        await Eventually.TrueAsync(() => server.Calls.Count == 3);
        Assert.Equal(["star polka", "unstar polka", "scrobble polka"], server.Calls);
    }

    [Fact]
    public async Task A_like_does_not_wait_for_a_slow_server()
    {
        await using var service = await PlayingAsync();
        var answer = new TaskCompletionSource();
        server.Instead = _ => answer.Task;
        foreach (var track in await service.TracksAsync("happy"))
        {
            using var liked = await service.Http.PutAsync($"api/tracks/{track.Text("id")}/like", null);
            Assert.Equal(HttpStatusCode.NoContent, liked.StatusCode);
        }

        Assert.All(await service.TracksAsync("happy"), track => Assert.True(track.GetProperty("liked").GetBoolean()));
        await Eventually.TrueAsync(() => server.Calls.Contains("star polka")); // which is still pending
        answer.SetResult();
    }

    [Fact]
    public async Task Without_the_server_local_music_keeps_playing()
    {
        await using var service = await PlayingAsync();
        var remote = (await service.TracksAsync("happy"))[1];
        var address = server.Address;
        await server.DisposeAsync();

        await service.ScanAsync();

        var sentence = $"{address}/: the Subsonic server sent no valid response. Local music keeps playing.";
        Assert.Equal(sentence, (await service.GetAsync("api/library")).Text("trouble"));
        Assert.Equal(sentence, (await service.GetAsync("api/playlists/happy")).Text("hint"));
        Assert.Contains(service.Log, line => line.Contains(sentence));
        var tracks = await service.TracksAsync("happy");
        Assert.Equal(["local", "polka"], tracks.Select(track => track.Text("title"))); // imported songs stay
        Assert.NotEmpty(await service.Http.GetByteArrayAsync(tracks[0].Text("streamUrl")));
        using var sound = await service.Http.GetAsync(remote.Text("streamUrl"));
        Assert.Equal($"{address}/: the Subsonic server is unavailable.", await sound.ProblemAsync(HttpStatusCode.BadGateway));
        using var liked = await service.Http.PutAsync($"api/tracks/{remote.Text("id")}/like", null);
        Assert.Equal(HttpStatusCode.NoContent, liked.StatusCode); // stored locally all the same
    }

    public static TheoryData<string, string, string> InvalidResponses => new()
    {
        { "200", "{\"subsonic-response\":{\"status\":\"failed\",\"error\":{\"code\":40,\"message\":\"Wrong\"}}}", "rejected the user name or password. Check Player:Subsonic." },
        { "200", "{\"subsonic-response\":{\"status\":\"failed\",\"error\":{\"code\":60,\"message\":\"The trial is over\"}}}", "reported an error: The trial is over" },
        { "200", "{\"subsonic-response\":{\"status\":\"failed\"}}", "reported an error: no reason given" },
        { "200", "{\"subsonic-response\":{\"status\":\"ok\",\"genres\":{\"genre\":[{\"value\":null}]}}}", "sent no valid response" },
        { "200", "{\"subsonic-response\":{\"status\":\"ok\",\"genres\":[]}}", "sent no valid response" },
        { "200", "{\"subsonic-response\":null}", "not a Subsonic server. Check Player:Subsonic:Url." },
        { "200", "{}", "not a Subsonic server. Check Player:Subsonic:Url." },
        { "200", "<html>", "sent no valid response" },
        { "200", "", "sent no valid response" },
        { "500", "{}", "sent no valid response" },
        { "404", "nothing here", "sent no valid response" },
    };

    [Fact]
    public async Task Any_invalid_response_is_reported_and_local_music_keeps_playing()
    {
        await using var service = await PlayingAsync();
        foreach (var (status, body, sentence) in InvalidResponses.Select(row => row.Data))
        {
            server.Instead = async context =>
            {
                context.Response.StatusCode = int.Parse(status);
                context.Response.ContentType = "application/json";
                await context.Response.WriteAsync(body);
            };

            await service.ScanAsync();

            Assert.Contains(sentence, (await service.GetAsync("api/library")).Text("trouble"));
            var tracks = await service.TracksAsync("happy");
            Assert.NotEmpty(await service.Http.GetByteArrayAsync(tracks.First(track => track.Text("title") == "local").Text("streamUrl")));
            using var sound = await service.Http.GetAsync(tracks.First(track => track.Text("title") == "polka").Text("streamUrl"));
            await sound.ProblemAsync(HttpStatusCode.BadGateway);
        }

        server.Instead = null;
        await service.ScanAsync();
        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
    }

    [Fact]
    public async Task A_wrong_password_is_reported()
    {
        await using var service = await TestServer.PlayingAsync(
            music.Path, "--Player:Subsonic:Url", server.Address, "--Player:Subsonic:User", SubsonicServer.User,
            "--Player:Subsonic:Password", "wrong");

        Assert.EndsWith("rejected the user name or password. Check Player:Subsonic.", (await service.GetAsync("api/library")).Text("trouble"));
        Assert.Equal("local", Assert.Single(await service.TracksAsync("happy")).Text("title"));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Credentials_appear_in_no_response_or_log(bool byKey)
    {
        await using var service = await PlayingAsync(byKey, "--Logging:LogLevel:Default=Trace", "--Logging:LogLevel:System.Net.Http=Trace");
        var track = (await service.TracksAsync("happy")).First(each => each.Text("title") == "polka");
        var said = new List<string>();
        foreach (var broken in new[] { false, true })
        {
            server.Instead = broken ? context => context.Response.WriteAsync("nonsense") : null;
            await service.ScanAsync();
            using var liked = await service.Http.PutAsync($"api/tracks/{track.Text("id")}/like", null);
            foreach (var path in new[] { "api/library", "api/library/tracks", "api/playlists/happy", "api/playlists/happy.m3u8",
                "api/playlists/happy.xspf", track.Text("streamUrl")!, track.Text("coverUrl")!, "metrics", "openapi/v1.json" })
            {
                using var response = await service.Http.GetAsync(path);
                said.Add($"{response} {response.Content.Headers} {await response.Content.ReadAsStringAsync()}");
            }
        }

        said.AddRange(service.Log);
        Assert.NotEmpty(service.Log);
        foreach (var secret in new[] { SubsonicServer.User, $"{SubsonicServer.User}:", SubsonicServer.Password, SubsonicServer.ApiKey, "sesame", "&t=", "apiKey=" })
        {
            Assert.DoesNotContain(said, text => text.Contains(secret, StringComparison.Ordinal));
        }
    }

    private Task<TestServer> PlayingAsync(bool byKey = false, params string[] args)
    {
        string[] who = byKey ? ["--Player:Subsonic:ApiKey", SubsonicServer.ApiKey]
            : ["--Player:Subsonic:User", SubsonicServer.User, "--Player:Subsonic:Password", SubsonicServer.Password];
        var url = byKey ? server.Address : server.Address.Replace("://", "://anna:sesame@");
        return TestServer.PlayingAsync(music.Path, [
            "--Player:Subsonic:Url", url, .. who, .. args]);
    }
}
