using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Analysis;

/// <summary>What a listener gets from a home library that nobody has tagged with moods.</summary>
public sealed class HomeLibraryTests(HomeLibrary home) : IClassFixture<HomeLibrary>
{
    private const int Length = 25;
    private static readonly string[] Moods = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    private readonly TestServer player = home.Server;

    [Fact]
    public async Task Every_mood_has_at_least_twenty_tracks()
    {
        var library = await player.GetAsync("api/library");

        Assert.All(Moods, mood => Assert.InRange(library.GetProperty("byMood").GetProperty(mood).GetInt32(), 20, HomeLibrary.Files));
        Assert.Equal(
            (HomeLibrary.Files, HomeLibrary.Files, 0),
            (library.GetProperty("analysis").GetProperty("analysed").GetInt32(), library.GetProperty("analysis").GetProperty("total").GetInt32(),
                library.GetProperty("analysis").GetProperty("failedCount").GetInt32()));
    }

    [Fact]
    public void Every_track_says_what_it_sounds_like()
    {
        Assert.Equal(HomeLibrary.Files, home.Tracks.Count);
        Assert.All(home.Tracks, track => Assert.Matches(@"^(\d+ bpm|no steady beat), (major|minor)", track.Text("why")));
        Assert.Contains(home.Tracks, track => track.Text("why")!.EndsWith(", tagged Rock", StringComparison.Ordinal));
        Assert.True(home.Tracks.Select(track => track.Text("why")).Distinct().Count() > 100);
    }

    [Fact]
    public async Task Lists_differ_from_one_to_the_next()
    {
        foreach (var mood in Moods)
        {
            using var listener = await player.NewListenerWithCookieAsync();
            var before = await IdsAsync(listener, $"{mood}?approach=match");
            Assert.Equal(Length, before.Distinct().Count());
            for (var turn = 0; turn < 2; turn++)
            {
                var next = await IdsAsync(listener, $"{mood}?approach=match");
                Assert.Empty(before.Intersect(next)); // within the hour
                before = next;
            }
        }
    }

    [Theory]
    [InlineData("sad", "lift")]
    [InlineData("fear", "lift")]
    [InlineData("angry", "calm")]
    [InlineData("disgust", "calm")]
    public async Task A_route_is_followed_closely_and_goes_on_at_its_goal(string mood, string approach)
    {
        using var listener = await player.NewListenerWithCookieAsync();
        var first = await PlaylistAsync(listener, $"{mood}?approach={approach}");
        Assert.All(Distances(first), distance => Assert.InRange(distance, 0, 0.2));

        var next = await PlaylistAsync(listener, $"{mood}?approach={approach}&after={first.Text("id")}");

        var goal = first.GetProperty("route")[Length - 1];
        Assert.All(next.GetProperty("route").EnumerateArray(), place => Assert.Equal(0, Distance(place, goal), 1e-9));
        Assert.Equal(Length, next.GetProperty("tracks").GetArrayLength());
        Assert.Empty(Ids(first).Intersect(Ids(next)));
    }

    [Fact]
    public async Task No_artist_plays_twice_in_a_row_and_many_play()
    {
        var tracks = (await PlaylistAsync(player.Http, "happy?approach=match")).GetProperty("tracks").EnumerateArray().ToList();

        var artists = tracks.Select(track => track.Text("artist")).ToList();
        Assert.All(artists.Zip(artists.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
        Assert.InRange(artists.Distinct().Count(), 8, 15);
    }

    [Fact]
    public async Task A_track_shows_its_analysis()
    {
        var track = await player.GetAsync($"api/tracks/{home.Tracks.First(each => each.Text("album") is not null).Text("id")}");

        var sound = track.GetProperty("sound");
        Assert.InRange(sound.GetProperty("valence").GetDouble(), -1, 1);
        Assert.InRange(sound.GetProperty("arousal").GetDouble(), -1, 1);
        Assert.InRange(sound.GetProperty("uncertainty").GetDouble(), 0, 1);
        Assert.Contains(sound.Text("mode"), (string[])["major", "minor"]);
        Assert.Equal(
            -18 - sound.GetProperty("lufs").GetDouble(), track.GetProperty("gain").GetDouble(),
            Math.Max(0.01, 20 * Math.Log10(sound.GetProperty("peak").GetDouble()) + 18 + sound.GetProperty("lufs").GetDouble()));
        Assert.Equal(JsonValueKind.Null, track.GetProperty("failure").ValueKind);
        var degrees = track.GetProperty("memberships");
        Assert.Equal(Moods.Max(mood => degrees.GetProperty(mood).GetDouble()), degrees.GetProperty(track.Text("mood")!).GetDouble());
        Assert.StartsWith("Artist", track.GetProperty("tags").Text("artist"));
    }

    [Fact]
    public async Task No_gain_lets_a_track_clip()
    {
        foreach (var each in home.Tracks.Take(60))
        {
            var track = await player.GetAsync($"api/tracks/{each.Text("id")}");
            var peak = track.GetProperty("sound").GetProperty("peak").GetDouble();

            Assert.InRange(peak * Math.Pow(10, track.GetProperty("gain").GetDouble() / 20), 0, 1.001);
        }
    }

    [Fact]
    public async Task Exports_carry_the_gains()
    {
        var m3u8 = await player.Http.GetStringAsync("api/playlists/happy.m3u8");
        var xspf = await player.Http.GetStringAsync("api/playlists/happy.xspf");

        Assert.Equal(Length, m3u8.Split('\n').Count(line => line.StartsWith("#REPLAYGAIN_TRACK_GAIN:", StringComparison.Ordinal)));
        Assert.Equal(Length, xspf.Split("<meta rel=").Length - 1);
    }

    [Fact]
    public async Task What_is_no_playlist_cannot_be_gone_on_from()
    {
        using var response = await player.Http.GetAsync("api/playlists/happy?after=yesterday");

        Assert.Equal("`after` is no playlist: expected the `id` of one.", await response.ProblemAsync(System.Net.HttpStatusCode.BadRequest));
    }

    private static async Task<JsonElement> PlaylistAsync(HttpClient listener, string query) =>
        JsonDocument.Parse(await listener.GetStringAsync($"api/playlists/{query}")).RootElement;

    private static async Task<List<string>> IdsAsync(HttpClient listener, string query) => Ids(await PlaylistAsync(listener, query));

    private static List<string> Ids(JsonElement playlist) =>
        [.. playlist.GetProperty("tracks").EnumerateArray().Select(track => track.Text("id")!)];

    private static IEnumerable<double> Distances(JsonElement playlist) => playlist.GetProperty("tracks").EnumerateArray()
        .Zip(playlist.GetProperty("route").EnumerateArray(), (track, place) => Distance(track.GetProperty("place"), place));

    private static double Distance(JsonElement one, JsonElement other) => Math.Sqrt(
        Math.Pow(one.GetProperty("valence").GetDouble() - other.GetProperty("valence").GetDouble(), 2)
        + Math.Pow(one.GetProperty("arousal").GetDouble() - other.GetProperty("arousal").GetDouble(), 2));
}
