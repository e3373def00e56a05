using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>Cross-site writes are rejected by the player, and by a detector that forwards its routes.</summary>
public sealed class SameOriginTests(PlayerBehindDetector both) : IClassFixture<PlayerBehindDetector>
{
    private const string Sentence = "Cross-site requests are not allowed. Open the page itself and try there.";

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site", false)]
    [InlineData("Sec-Fetch-Site", "same-site", false)]
    [InlineData("Sec-Fetch-Site", "same-origin", true)]
    [InlineData("Sec-Fetch-Site", "none", true)]
    [InlineData("Origin", "https://evil.example", false)]
    [InlineData("Origin", "null", false)]
    [InlineData("Origin", "http://127.0.0.1:1", false)]
    [InlineData("Origin", "OWN", true)]
    [InlineData(null, null, true)]
    public async Task Cross_site_writes_are_rejected(string? header, string? value, bool allowed)
    {
        foreach (var service in new[] { both.Player, both.Detector })
        {
            foreach (var (method, path) in new[] { ("PUT", $"api/tracks/{both.TrackId}/like"), ("DELETE", "api/listener"), ("DELETE", "api/listener/corrections"), ("POST", "api/library/scan") })
            {
                using var request = new HttpRequestMessage(new HttpMethod(method), path);
                if (header is not null)
                {
                    request.Headers.Add(header, value == "OWN" ? service.Address.GetLeftPart(UriPartial.Authority) : value);
                }

                using var response = await service.Http.SendAsync(request);

                if (allowed)
                {
                    Assert.True(response.IsSuccessStatusCode, $"{method} {path}: {response.StatusCode}");
                }
                else
                {
                    Assert.Equal(Sentence, await response.ProblemAsync(HttpStatusCode.Forbidden));
                }
            }
        }
    }

    [Fact]
    public async Task The_detector_forwards_the_listeners_cookie()
    {
        using var http = both.Detector.NewListener();
        using var on = await http.PutAsJsonAsync("api/listener/history", new { keep = true });
        using var liked = await http.PutAsync($"api/tracks/{both.TrackId}/like", null);

        Assert.True((await http.GetFromJsonAsync<JsonElement>("api/listener/history")).GetProperty("kept").GetBoolean());
        Assert.Contains(await http.TracksAsync("happy"), track => track.GetProperty("liked").GetBoolean());
        using var body = new ByteArrayContent(Some.Picture());
        using var mood = await http.PostAsync("api/mood?face=whole", body);
        Assert.True(mood.IsSuccessStatusCode);
        Assert.Contains($"\n{both.Detector.Address}api/tracks/", await http.GetStringAsync("api/playlists/happy.m3u8"));
        var csv = await http.GetStringAsync("api/listener/history.csv");
        Assert.StartsWith("at,what,mood", csv);
        Assert.True((await http.ScanAsync()).GetProperty("finished").GetBoolean());
        using var forgotten = await http.DeleteAsync("api/listener");
        Assert.False((await http.GetFromJsonAsync<JsonElement>("api/listener/history")).GetProperty("kept").GetBoolean());
    }
}

/// <summary>A detector and a player, shared by the tests of a class.</summary>
public sealed class PlayerBehindDetector : IAsyncLifetime
{
    public TestServer Player { get; private set; } = null!;

    public TestServer Detector { get; private set; } = null!;

    public string TrackId { get; private set; } = "";

    public async ValueTask InitializeAsync()
    {
        Player = await TestServer.PlayingAsync("music");
        Detector = await TestServer.StartAsync("--roles", "detector", "--Player:BaseUrl", Player.Address.ToString());
        TrackId = (await Player.TracksAsync("happy"))[0].Text("id")!;
    }

    public async ValueTask DisposeAsync()
    {
        await Detector.DisposeAsync();
        await Player.DisposeAsync();
    }
}
