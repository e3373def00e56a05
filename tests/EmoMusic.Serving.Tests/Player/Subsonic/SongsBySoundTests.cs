using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace EmoMusic.Serving.Tests.Player.Subsonic;

/// <summary>Songs of a server near by are listened to like files.</summary>
public sealed class SongsBySoundTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private SubsonicServer server = null!;

    public async ValueTask InitializeAsync()
    {
        server = await SubsonicServer.StartAsync(MadeMusic.Wav(0.8, 0.8, seed: 1), Some.Picture());
        server.Songs.AddRange([new("bare", null), new("polka", "Pop")]);
    }

    public async ValueTask DisposeAsync()
    {
        await server.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task A_song_that_nothing_is_known_of_gets_a_mood_by_its_sound()
    {
        await using var service = await PlayingAsync("auto");
        await service.AnalysedAsync(2);

        var tracks = (await service.GetAsync("api/library/tracks")).EnumerateArray().ToDictionary(track => track.Text("title")!);
        Assert.Matches(@"^(\d+ bpm|no steady beat), major", tracks["bare"].Text("why"));
        Assert.EndsWith("tagged Pop", tracks["polka"].Text("why"));
        Assert.Contains("download bare", server.Calls); // which this user may not
        Assert.Contains("stream bare", server.Calls);
        Assert.Empty(Directory.GetFiles(Path.GetTempPath(), "emomusic-song-*"));

        var calls = server.Calls.Count(call => call.StartsWith("stream"));
        await service.ScanAsync();
        await service.AnalysedAsync(2);
        Assert.Equal(calls, server.Calls.Count(call => call.StartsWith("stream"))); // each once
    }

    [Fact]
    public async Task A_song_that_cannot_be_copied_is_named_and_the_others_are_analysed()
    {
        string[] odd = ["cut", "large", "words", "refused"];
        server.Songs.AddRange(odd.Select(title => new ServedSong(title, null)));
        server.Download = id => id switch
        {
            "cut" => new Promise(1_000_000, isCut: true),
            "large" => new Promise(1L << 40, isCut: false),
            "words" => TypedResults.Bytes("no music"u8.ToArray(), "audio/mpeg"),
            "refused" => TypedResults.StatusCode(StatusCodes.Status500InternalServerError),
            _ => TypedResults.Bytes(server.Sound, "audio/mpeg"),
        };
        await using var service = await PlayingAsync("auto");
        await Eventually.TrueAsync(async () =>
            (await AnalysisAsync(service)) is var all && all.GetProperty("analysed").GetInt32() == 3
                && all.GetProperty("failedCount").GetInt32() == 3, TimeSpan.FromSeconds(60));

        var failed = (await AnalysisAsync(service)).GetProperty("failed").EnumerateArray()
            .ToDictionary(each => each.Text("file")!, each => each.Text("reason")!);
        Assert.StartsWith("could not be copied (", failed["artist of cut – cut"]);
        Assert.Equal("is larger than 512 MB.", failed["artist of large – large"]);
        Assert.Equal("found no sound of a known format.", failed["artist of words – words"]);
        Assert.DoesNotContain("artist of refused – refused", failed.Keys); // its stream was not
    }

    [Fact]
    public async Task A_server_that_goes_away_meanwhile_is_not_held_against_its_songs()
    {
        var asked = new TaskCompletionSource();
        server.Download = _ =>
        {
            asked.TrySetResult();
            return new Endless();
        };
        await using var service = await PlayingAsync("auto");
        await asked.Task.WaitAsync(TimeSpan.FromSeconds(60));
        var (songs, port) = (server.Songs, new Uri(server.Address).Port);
        await server.DisposeAsync();
        await Eventually.TrueAsync(
            async () => !(await AnalysisAsync(service)).GetProperty("isRunning").GetBoolean(), TimeSpan.FromSeconds(60));
        Assert.Equal(0, (await AnalysisAsync(service)).GetProperty("failedCount").GetInt32());

        server = await SubsonicServer.StartAsync(server.Sound, server.Cover, port: port);
        server.Songs.AddRange(songs);
        await service.ScanAsync();

        await service.AnalysedAsync(2);
    }

    [Fact]
    public async Task Songs_go_by_their_tags_where_they_may_not_be_copied()
    {
        await using var service = await PlayingAsync("never");

        Assert.Equal(0, (await AnalysisAsync(service)).GetProperty("total").GetInt32());
        Assert.DoesNotContain(server.Calls, call => call.StartsWith("download") || call.StartsWith("stream"));
    }

    private static async Task<JsonElement> AnalysisAsync(TestServer service) =>
        (await service.GetAsync("api/library")).GetProperty("analysis");

    private Task<TestServer> PlayingAsync(string analyse) => TestServer.PlayingAsync(
        music.Path, "--Player:Analyse", "true", "--Player:Subsonic:Analyse", analyse, "--Player:Subsonic:Url", server.Address,
        "--Player:Subsonic:User", SubsonicServer.User, "--Player:Subsonic:Password", SubsonicServer.Password);

    // Answers when the server ends.
    private sealed class Endless : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext) => Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
    }

    // Says that more comes than is sent.
    private sealed class Promise(long promised, bool isCut) : IResult
    {
        public async Task ExecuteAsync(HttpContext httpContext)
        {
            (httpContext.Response.ContentType, httpContext.Response.ContentLength) = ("audio/mpeg", promised);
            await httpContext.Response.Body.WriteAsync(new byte[1000]);
            await httpContext.Response.Body.FlushAsync();
            if (!isCut)
            {
                await Task.Delay(Timeout.Infinite, httpContext.RequestAborted);
            }

            httpContext.Abort();
        }
    }
}
