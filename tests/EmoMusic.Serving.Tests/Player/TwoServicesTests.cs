using System.Net;
using System.Net.Http.Headers;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>A detector and a player in separate services, as in docker-compose.yml.</summary>
public sealed class TwoServicesTests : IAsyncLifetime
{
    private const string NoMusic =
        "The mood was detected, but the player service is unavailable, so there is no music. Try again in a moment.";

    private TestServer player = null!;
    private TestServer detector = null!;

    public async ValueTask InitializeAsync()
    {
        player = await TestServer.PlayingAsync("music");
        detector = await TestServer.StartAsync(
            "--roles", "detector", "--Player:BaseUrl", player.Address.ToString(), "--Logging:LogLevel:Default=None");
    }

    public async ValueTask DisposeAsync()
    {
        await detector.DisposeAsync();
        await player.DisposeAsync();
    }

    [Fact]
    public async Task The_detector_returns_the_players_playlist()
    {
        var answer = await detector.AskAsync("api/mood?face=whole", Some.Picture());

        var playlist = await player.GetAsync($"api/playlists/{answer.GetProperty("mood").GetString()}");
        AssertSame(playlist, answer.GetProperty("playlist"));
        Assert.NotEmpty(playlist.GetProperty("tracks").EnumerateArray());
    }

    [Fact]
    public async Task The_detector_forwards_playlists_streams_ranges_etags_and_errors()
    {
        var playlist = await detector.GetAsync("api/playlists/happy");
        AssertSame(await player.GetAsync("api/playlists/happy"), playlist);
        var url = playlist.GetProperty("tracks")[0].GetProperty("streamUrl").GetString();
        var sound = await player.Http.GetByteArrayAsync(url);

        Assert.Equal(sound, await detector.Http.GetByteArrayAsync(url));
        using var part = await GetAsync(url!, headers => headers.Range = new RangeHeaderValue(1000, 1999));
        Assert.Equal(HttpStatusCode.PartialContent, part.StatusCode);
        Assert.Equal(sound[1000..2000], await part.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes 1000-1999/{sound.Length}", part.Content.Headers.ContentRange!.ToString());
        using var known = await GetAsync(url!, headers => headers.IfNoneMatch.Add(part.Headers.ETag!));
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        using var none = await GetAsync("api/playlists/joy");
        Assert.StartsWith("Unknown emotion", await none.ProblemAsync(HttpStatusCode.NotFound));
    }

    [Fact]
    public async Task A_forwarded_response_has_each_security_header_once()
    {
        using var response = await GetAsync("api/playlists/happy");

        foreach (var name in new[] { "Content-Security-Policy", "X-Content-Type-Options", "Referrer-Policy" })
        {
            Assert.Single(response.Headers.GetValues(name));
        }
    }

    [Fact]
    public async Task Without_a_URL_each_role_maps_only_its_own_routes()
    {
        using var toPlayer = await player.PostAsync("api/emotions", Some.Picture());
        using var model = await player.Http.GetAsync("api/model");
        using var page = await detector.Http.GetAsync("");

        Assert.Equal("Not found.", await toPlayer.ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("Not found.", await model.ProblemAsync(HttpStatusCode.NotFound));
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
    }

    [Fact]
    public async Task A_player_in_front_forwards_photos_to_its_detector()
    {
        await using var front = await TestServer.StartAsync(
            "--roles", "player", "--Detector:BaseUrl", detector.Address.ToString());

        var answer = await front.AskAsync("api/mood?face=whole", Some.Picture());

        Assert.Equal(1, answer.GetProperty("faces").GetArrayLength());
        Assert.NotEmpty(answer.GetProperty("playlist").GetProperty("tracks").EnumerateArray());
        Assert.Equal(await detector.Http.GetStringAsync("api/model"), await front.Http.GetStringAsync("api/model"));
        using var refused = await front.PostAsync("api/emotions", "no photo"u8.ToArray());
        Assert.StartsWith("The file is not an image", await refused.ProblemAsync(HttpStatusCode.UnsupportedMediaType));
        Assert.Contains("<html", await front.Http.GetStringAsync("report"));
    }

    [Fact]
    public async Task A_player_whose_detector_is_down_is_ready_and_plays()
    {
        await using var front = await TestServer.StartAsync( // which waits until it is ready
            "--roles", "player", "--Detector:BaseUrl", "http://127.0.0.1:9", "--Logging:LogLevel:Default=None");

        using var photo = await front.PostAsync("api/mood", Some.Picture());

        Assert.Equal(
            "The detector service is unavailable, so no photo can be read. Choose a mood yourself, or try again in a moment.",
            await photo.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(5), photo.Headers.RetryAfter!.Delta);
        Assert.NotEmpty((await front.GetAsync("api/playlists/happy")).GetProperty("tracks").EnumerateArray());
    }

    [Fact]
    public async Task Without_the_player_emotions_are_still_detected_and_music_returns_with_it()
    {
        var address = player.Address;
        await player.DisposeAsync();

        for (var i = 0; i < 10; i++) // enough to open the circuit breaker
        {
            AssertNoMusic(await detector.AskAsync("api/mood?face=whole", Some.Picture()));
        }

        using var forwarded = await GetAsync("api/playlists/happy");
        Assert.Equal(
            "The player service is unavailable, so there is no music. Try again in a moment.",
            await forwarded.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(5), forwarded.Headers.RetryAfter!.Delta);

        player = await TestServer.StartAsync("--roles", "player", "--urls", address.GetLeftPart(UriPartial.Authority));

        await Eventually.TrueAsync(async () =>
            (await detector.AskAsync("api/mood?face=whole", Some.Picture())).GetProperty("playlist").ValueKind
            == JsonValueKind.Object);
        using var again = await GetAsync("api/playlists/happy");
        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
    }

    // Except for the order of the tracks, which is sampled, and is in the id as well.
    private static void AssertSame(JsonElement expected, JsonElement actual)
    {
        foreach (var property in expected.EnumerateObject().Where(property => property.Name is not ("tracks" or "id")))
        {
            Assert.Equal(property.Value.GetRawText(), actual.GetProperty(property.Name).GetRawText());
        }

        Assert.Equal(Sorted(expected), Sorted(actual));
        Assert.Equal(expected.Text("id")!.Length, actual.Text("id")!.Length);

        static IEnumerable<string> Sorted(JsonElement playlist) =>
            playlist.GetProperty("tracks").EnumerateArray().Select(track => track.GetRawText()).Order(StringComparer.Ordinal);
    }

    internal static void AssertNoMusic(JsonElement answer)
    {
        Assert.Single(answer.GetProperty("faces").EnumerateArray());
        Assert.NotNull(answer.GetProperty("mood").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("playlist").ValueKind);
        Assert.Equal(NoMusic, answer.GetProperty("hint").GetString());
    }

    private async Task<HttpResponseMessage> GetAsync(string path, Action<HttpRequestHeaders>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        with?.Invoke(request.Headers);
        return await detector.Http.SendAsync(request);
    }
}
