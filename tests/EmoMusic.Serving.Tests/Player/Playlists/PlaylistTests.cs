using System.Net;

namespace EmoMusic.Serving.Tests.Player.Playlists;

/// <summary>The playlists of the music that the program comes with; no test changes it.</summary>
public sealed class PlaylistTests(SharedPlayer one) : IClassFixture<SharedPlayer>
{
    private static readonly string[] Moods = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    private readonly TestServer player = one.Server;

    [Theory]
    [InlineData("title")]
    [InlineData("quote")]
    [InlineData("author")]
    [InlineData("genre")]
    public async Task Each_mood_has_its_own_texts(string property)
    {
        var words = new List<string?>();
        foreach (var mood in Moods)
        {
            words.Add((await player.GetAsync($"api/playlists/{mood}")).GetProperty(property).GetString());
        }

        Assert.All(words, word => Assert.False(string.IsNullOrWhiteSpace(word)));
        Assert.Equal(7, words.Distinct().Count());
    }

    [Fact]
    public async Task Each_mood_has_the_tracks_of_its_folder()
    {
        var ids = new HashSet<string>();
        foreach (var mood in Moods)
        {
            var playlist = await player.GetAsync($"api/playlists/{mood}?approach=match");
            var tracks = playlist.GetProperty("tracks").EnumerateArray().ToList();

            var files = Directory.GetFiles(Repository.At($"serving/music/{mood}"), "*.mp3");
            Assert.Equal(files.Length, tracks.Count);
            Assert.All(tracks, track => Assert.True(ids.Add(track.GetProperty("id").GetString()!)));
            Assert.All(tracks, track => Assert.Matches("^[0-9a-f]{32}$", track.GetProperty("id").GetString()));
            Assert.All(tracks, track => Assert.Equal(
                $"/api/tracks/{track.GetProperty("id").GetString()}/stream", track.GetProperty("streamUrl").GetString()));
        }
    }

    [Fact]
    public async Task Emotion_names_are_case_insensitive() =>
        Assert.Equal("happy", (await player.GetAsync("api/playlists/HaPPy")).GetProperty("emotion").GetString());

    [Theory]
    [InlineData("joy")]
    [InlineData("3")]
    [InlineData("-1")]
    [InlineData("happy,sad")]
    [InlineData("%20happy")]
    [InlineData("..")]
    [InlineData("..%2fhappy")]
    [InlineData("%2e%2e%2fhappy")]
    [InlineData("happy%2f..%2fsad")]
    public async Task An_unknown_emotion_returns_404(string mood)
    {
        var answer = await RawHttp.GetAsync(player.Address, $"/api/playlists/{mood}");

        Assert.Equal(404, RawHttp.StatusOf(answer));
        Assert.Contains("application/problem+json", answer);
    }

    [Fact]
    public async Task An_unknown_emotion_lists_the_known_ones()
    {
        using var response = await player.Http.GetAsync("api/playlists/joy");

        Assert.Equal(
            "Unknown emotion: expected one of angry, disgust, fear, happy, sad, surprise, neutral.",
            await response.ProblemAsync(HttpStatusCode.NotFound));
    }
}

/// <summary>A player with the music that the program comes with, started once.</summary>
public sealed class SharedPlayer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.PlayingAsync("music");

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
