using System.Net;
using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.AspNetCore.Http;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>Servers as they really are.</summary>
[Collection<Waiting>]
public sealed class SubsonicAsSpokenTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private SubsonicServer server = null!;

    public async ValueTask InitializeAsync() =>
        server = await SubsonicServer.StartAsync([.. Enumerable.Range(0, 300_000).Select(i => (byte)(i * 7))], Some.Picture());

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        music.Dispose();
    }

    [Theory]
    [InlineData(10, "Required parameter is missing.")]
    [InlineData(41, "Token authentication not supported for LDAP users.")]
    [InlineData(42, "Provided authentication mechanism not supported.")]
    public async Task A_server_that_refuses_tokens_gets_the_password(int code, string message)
    {
        server.TokenError = (code, message);
        server.Songs.Add(new("polka", "Pop"));
        await using var service = await PlayingAsync();

        Assert.Equal("polka", Assert.Single(await service.TracksAsync("happy")).Text("title"));
    }

    [Fact]
    public async Task The_kind_of_authentication_may_be_chosen()
    {
        server.TokenError = (41, "No tokens.");
        await using var service = await PlayingAsync("--Player:Subsonic:Authentication", "token");

        Assert.EndsWith(
            "the Subsonic server checks passwords with LDAP, and so accepts no token. Use an API key, or "
            + "Player:Subsonic:Authentication=password.", (await service.GetAsync("api/library")).Text("trouble"));
    }

    [Fact]
    public async Task A_password_is_not_sent_over_plain_HTTP()
    {
        await using var service = await PlayingAsync(
            "--Player:Subsonic:Url", "http://music.example", "--Player:Subsonic:Authentication", "password");

        Assert.EndsWith(
            "http://music.example/: the Subsonic server accepts only the password itself, which is not sent over plain HTTP. "
            + "Use https://, an API key, or set Player:Subsonic:AllowPasswordOverHttp=true.",
            (await service.GetAsync("api/library")).Text("trouble"));
    }

    [Fact]
    public void Odd_answers_are_read()
    {
        var song = JsonDocument.Parse("""
            {"id": 7, "title": 1999, "artist": null, "genre": 80, "duration": "200", "bpm": "fast", "moods": "Gloomy",
             "coverArt": 12, "contentType": "nonsense", "isDir": "false"}
            """).RootElement;

        var read = SubsonicSong.From(song)!;

        Assert.Equal(("7", "1999", null, "80", 200d, null), (read.Id, read.Title, read.Artist, read.Genre, read.Seconds, read.Bpm));
        Assert.Equal(("12", "audio/mpeg", "Gloomy"), (read.CoverArt, read.ContentType, read.Moods));
        Assert.Null(SubsonicSong.From(JsonDocument.Parse("""{"title": "without an id"}""").RootElement));
        Assert.Equal("a song", SubsonicSong.From(JsonDocument.Parse("""{"id":"x","title":null,"path":"pop/a song.mp3"}""").RootElement)!.Title);
    }

    [Theory]
    [InlineData("""{"subsonic-response":{"status":"ok","searchResult3":{"song":{"id":"1","title":"only"}}}}""")]
    [InlineData("""{"subsonic-response":{"status":"ok","searchResult3":{"song":[null,7,{"id":null},{"id":1,"title":"only"},[]]}}}""")]
    [InlineData("""<subsonic-response xmlns="http://subsonic.org/restapi" status="ok"><searchResult3><song id="1" title="only"/></searchResult3></subsonic-response>""")]
    [InlineData("""<?xml version="1.0"?><subsonic-response status="ok"><searchResult3><song id="1" title="only"><genres name="Pop"/><genres name="Rock"/></song></searchResult3></subsonic-response>""")]
    public async Task One_odd_song_costs_that_song(string answer)
    {
        server.Instead = context => context.Response.WriteAsync(answer);
        await using var service = await PlayingAsync();

        Assert.Equal("only", Assert.Single((await service.GetAsync("api/library/tracks")).EnumerateArray()).Text("title"));
        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
        Assert.InRange(server.Calls.Count, 1, 10); // the same page again ends it
    }

    // Each of these costs the song, or the field, and no other.
    [Fact]
    public void Half_a_character_in_a_name_is_passed_over()
    {
        var songs = JsonDocument.Parse("""[{"\ud800":1,"id":"first"},{"id":"last","title":"t","\ud800":1}]""").RootElement;

        Assert.Equal("first", SubsonicSong.From(songs[0])!.Id);
        Assert.Null(SubsonicSong.From(songs[1]));
    }

    [Fact]
    public void Ten_thousand_moods_are_some()
    {
        var moods = Enumerable.Range(0, 10_000).Select(number => $"{number} {new string('x', 900)}");
        var song = JsonSerializer.SerializeToElement(new { id = "1", moods });

        Assert.Equal(1001, SubsonicSong.From(song)!.Moods!.Length);
    }

    // An answer without the song does not say that there is none.
    [Theory]
    [InlineData("")]
    [InlineData(""","song":[{"id":"liked","title":"liked"}]""")]
    public async Task A_like_survives_an_answer_that_says_nothing(string answer)
    {
        var listed = """{"id":"liked","title":"liked","artist":"a"},""";
        server.Instead = context => context.Response.WriteAsync(context.Request.Path.Value!.Split('/')[^1] switch
        {
            "search3" when context.Request.Query["songOffset"] == "0" =>
                $$$$"""{"subsonic-response":{"status":"ok","searchResult3":{"song":[{{{{listed}}}}{"id":"other","title":"other"}]}}}""",
            "getSong" => """{"subsonic-response":{"status":"ok"}}""".Replace("\"ok\"", $"\"ok\"{answer}", StringComparison.Ordinal),
            _ => """{"subsonic-response":{"status":"ok"}}""",
        });
        await using var service = await PlayingAsync();
        var liked = (await service.GetAsync("api/library/tracks?q=liked"))[0].Text("id");
        using var like = await service.Http.PutAsync($"api/tracks/{liked}/like", null);

        listed = "";
        await service.ScanAsync();

        Assert.Equal(2, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
    }

    [Fact]
    public async Task One_odd_album_costs_that_album()
    {
        server.Instead = context => context.Response.WriteAsync(context.Request.Path.Value!.Split('/')[^1] switch
        {
            "ping" => """{"subsonic-response":{"status":"ok"}}""",
            "getAlbumList2" => """{"subsonic-response":{"status":"ok","albumList2":{"album":[{"id":"odd"},{"id":"good"}]}}}""",
            "getAlbum" when context.Request.Query["id"] == "good" =>
                """{"subsonic-response":{"status":"ok","album":{"song":[{"id":"1","title":"only"}]}}}""",
            _ => """{"subsonic-response":{"status":"failed","error":{"code":70}}}""",
        });
        await using var service = await PlayingAsync();

        Assert.Equal("only", Assert.Single((await service.GetAsync("api/library/tracks")).EnumerateArray()).Text("title"));
        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
    }

    // Pages that never end, each in time.
    [Fact]
    public async Task A_list_that_takes_too_long_ends_and_is_not_complete()
    {
        var pages = 0;
        server.Instead = async context =>
        {
            await Task.Delay(50);
            await context.Response.WriteAsync(
                $$$$"""{"subsonic-response":{"status":"ok","searchResult3":{"song":[{"id":"{{{{pages++}}}}","title":"new"}]}}}""");
        };
        using var client = new SubsonicClient(
            Microsoft.Extensions.Options.Options.Create(new SubsonicOptions { Url = server.Address, User = "me", Password = "x" }), null!);

        var listed = await new SubsonicLibrary(client) { MaxTime = TimeSpan.FromSeconds(1) }.ListAsync(CancellationToken.None);

        Assert.False(listed.IsComplete);
        Assert.InRange(listed.Songs.Count, 1, 40);
    }

    [Fact]
    public async Task Odd_headers_cost_themselves_and_pages_are_no_music()
    {
        server.Songs.Add(new("polka", "Pop"));
        await using var service = await PlayingAsync();
        var url = Assert.Single(await service.TracksAsync("happy")).Text("streamUrl");
        server.Instead = async context =>
        {
            context.Response.ContentType = "audio/mpeg; name=\"x\"";
            context.Response.Headers.ETag = "\"\u00e9\"";
            context.Response.Headers.CacheControl = "private";
            await context.Response.Body.WriteAsync(server.Sound);
        };

        Assert.Equal(server.Sound, await service.Http.GetByteArrayAsync(url));

        foreach (var (status, type, location) in new[] { (200, "text/html", ""), (302, "text/plain", "file:///x") })
        {
            server.Instead = context =>
            {
                (context.Response.StatusCode, context.Response.ContentType, context.Response.Headers.Location) = (status, type, location);
                return context.Response.WriteAsync("<h1>Please log in</h1>");
            };
            using var page = await service.Http.GetAsync(url);
            Assert.Equal(HttpStatusCode.BadGateway, page.StatusCode);
        }
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Songs_without_a_genre_are_never_lost(bool searches)
    {
        server.Searches = searches;
        server.Songs.AddRange(Enumerable.Range(0, 1200).Select(i => new ServedSong($"song {i}", null, 190)));
        await using var service = await PlayingAsync();
        Assert.Equal(searches ? 1200 : 500, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
        var liked = (await service.GetAsync("api/library/tracks?q=song%20499"))[0].Text("id");
        using var like = await service.Http.PutAsync($"api/tracks/{liked}/like", null);

        server.Songs.Reverse(); // "random" songs are others now
        server.Songs.RemoveAll(song => song.Title == "song 3");
        await service.ScanAsync();

        Assert.Equal(searches ? 1199 : 999, (await service.GetAsync("api/library")).GetProperty("tracks").GetInt32());
        using var sound = await service.Http.GetAsync($"api/tracks/{liked}/stream");
        Assert.Equal(HttpStatusCode.OK, sound.StatusCode);
    }

    [Fact]
    public async Task Stars_wait_for_the_server_and_trouble_goes_with_it()
    {
        server.Songs.Add(new("polka", "Pop"));
        await using var service = await PlayingAsync();
        var track = Assert.Single(await service.TracksAsync("happy"));
        var port = new Uri(server.Address).Port;
        await server.DisposeAsync();
        var path = $"api/tracks/{track.Text("id")}";
        using var liked = await service.Http.PutAsync($"{path}/like", null);
        using var unliked = await service.Http.DeleteAsync($"{path}/like");
        using var played = await service.Http.PostAsJsonAsync($"{path}/plays", new { mood = "happy", seconds = 200, finished = true });
        await service.ScanAsync();
        Assert.NotNull((await service.GetAsync("api/library")).Text("trouble"));

        server = await SubsonicServer.StartAsync([], [], port: port);
        server.Songs.Add(new("polka", "Pop"));

        await Eventually.TrueAsync(() => server.Calls.Contains("scrobble polka"), TimeSpan.FromSeconds(40));
        Assert.Equal(["star polka", "unstar polka", "scrobble polka"], server.Calls.Where(call => call.EndsWith("polka")).Take(3));
        await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble") is null, TimeSpan.FromSeconds(40));
    }

    [Theory]
    [InlineData("a\0b", "ab")]
    [InlineData("plain 🎵", "plain 🎵")]
    public void What_no_database_stores_is_taken_out(string text, string stored) => Assert.Equal(stored, StorableText.Clean(text));

    [Fact]
    public void Half_a_character_is_replaced() =>
        Assert.Equal("a\ufffdb", StorableText.Clean("a" + (char)0xD83C + "b")); // xunit cannot pass it as data

    [Fact]
    public async Task A_self_signed_certificate_is_explained_and_can_be_trusted()
    {
        using var key = RSA.Create(2048);
        using var certificate = new CertificateRequest("CN=music", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        using var usable = X509CertificateLoader.LoadPkcs12(certificate.Export(X509ContentType.Pkcs12), null);
        await using var secure = await SubsonicServer.StartAsync([], [], usable);
        secure.Songs.Add(new("polka", "Pop"));
        File.WriteAllText(music["server.pem"], certificate.ExportCertificatePem());

        await using (var strict = await PlayingAsync("--Player:Subsonic:Url", secure.Address))
        {
            Assert.EndsWith(
                "the Subsonic server's certificate is not trusted. If it is self-signed, save it as a file and set "
                + "Player:Subsonic:Certificate to its path.", (await strict.GetAsync("api/library")).Text("trouble"));
        }

        await using var trusting = await PlayingAsync(
            "--Player:Subsonic:Url", secure.Address, "--Player:Subsonic:Certificate", music["server.pem"]);
        Assert.Equal("polka", Assert.Single(await trusting.TracksAsync("happy")).Text("title"));
    }

    [Fact]
    public async Task A_stream_that_is_cut_goes_on_from_where_it_was()
    {
        server.Songs.Add(new("polka", "Pop"));
        await using var service = await PlayingAsync();
        var url = Assert.Single(await service.TracksAsync("happy")).Text("streamUrl");
        var starts = new List<int>();
        server.Instead = async context =>
        {
            var from = context.Request.GetTypedHeaders().Range?.Ranges.Single().From ?? 0;
            starts.Add((int)from);
            var rest = server.Sound[(int)from..];
            context.Response.StatusCode = from > 0 ? 206 : 200;
            context.Response.ContentType = "audio/mpeg";
            context.Response.ContentLength = rest.Length;
            context.Response.Headers.ContentRange = from > 0 ? $"bytes {from}-{server.Sound.Length - 1}/{server.Sound.Length}" : default;
            await context.Response.Body.WriteAsync(rest.AsMemory(0, Math.Min(rest.Length, 100_000)));
            await context.Response.Body.FlushAsync();
            if (rest.Length > 100_000)
            {
                context.Abort();
            }
        };

        Assert.Equal(server.Sound, await service.Http.GetByteArrayAsync(url));
        Assert.Equal(0, starts[0]);
        Assert.InRange(starts.Count, 2, 10);
    }

    [Fact]
    public async Task A_stream_that_stalls_or_crawls_ends()
    {
        server.Songs.AddRange([new("stalls", "Pop"), new("crawls", "Pop")]);
        await using var service = await PlayingAsync();
        var urls = (await service.TracksAsync("happy")).ConvertAll(track => (track.Text("streamUrl"), track.Text("coverUrl")));
        server.Instead = async context =>
        {
            var isCrawling = context.Request.Query["id"].ToString().EndsWith("crawls");
            context.Response.ContentType = "audio/mpeg";
            context.Response.ContentLength = isCrawling ? server.Sound.Length : null;
            foreach (var part in server.Sound.Chunk(1))
            {
                await context.Response.Body.WriteAsync(part, context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(isCrawling ? 1000 : Timeout.Infinite, context.RequestAborted);
            }
        };
        using var listener = new HttpClient { BaseAddress = service.Address, Timeout = TimeSpan.FromSeconds(60) };

        await Task.WhenAll(urls.SelectMany(each => new[] { each.Item1, each.Item2 }).Select(url => // else TaskCanceledException
            Assert.ThrowsAsync<HttpRequestException>(() => listener.GetByteArrayAsync(url))));

        Assert.Contains(service.Log, line => line.Contains("A stream of the Subsonic server was too slow."));
        Assert.Null(service.Log.FirstOrDefault(line => line.Contains("unhandled exception")));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task A_list_that_is_cut_or_crawls_changes_nothing(bool isCut)
    {
        server.Songs.Add(new("polka", "Pop"));
        await using var service = await PlayingAsync();
        server.Instead = async context =>
        {
            context.Response.ContentType = "application/json";
            context.Response.ContentLength = 1000;
            foreach (var letter in """{"subsonic-response":{"status":"ok","genres":{"genre":[""")
            {
                await context.Response.WriteAsync($"{letter}", context.RequestAborted);
                await context.Response.Body.FlushAsync(context.RequestAborted);
                await Task.Delay(isCut ? 0 : 1000, context.RequestAborted);
            }

            context.Abort();
        };

        await service.ScanAsync();

        Assert.Equal("polka", Assert.Single(await service.TracksAsync("happy")).Text("title"));
        Assert.EndsWith("the Subsonic server sent no valid response. Local music keeps playing.", (await service.GetAsync("api/library")).Text("trouble"));
    }

    [Fact]
    public async Task A_list_with_more_text_than_memory_ends_and_is_not_complete()
    {
        server.Searches = true;
        server.Songs.AddRange(Enumerable.Range(0, 1200).Select(i => new ServedSong($"{i} {new string('x', 450)}", "Pop")));
        using var client = new SubsonicClient(Microsoft.Extensions.Options.Options.Create(new SubsonicOptions
        {
            Url = server.Address,
            User = SubsonicServer.User,
            Password = SubsonicServer.Password,
        }), null!);
        var library = new SubsonicLibrary(client) { MaxText = 1_000_000 };

        var listed = await library.ListAsync(CancellationToken.None);

        Assert.False(listed.IsComplete);
        Assert.True(library.IsFull);
        Assert.InRange(listed.Songs.Count, 500, 600); // each has about four times 450 characters
    }

    private Task<TestServer> PlayingAsync(params string[] args) => TestServer.PlayingAsync(music.Path, [
        "--Player:Subsonic:Url", server.Address, "--Player:Subsonic:User", SubsonicServer.User,
        "--Player:Subsonic:Password", SubsonicServer.Password, .. args]);
}
