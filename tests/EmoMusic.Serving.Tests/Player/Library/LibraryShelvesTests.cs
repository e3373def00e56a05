using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>Artists, albums, genres and moods, and the tracks of each.</summary>
public sealed class LibraryShelvesTests : IClassFixture<LibraryShelvesTests.Shelves>
{
    private readonly TestServer service;

    public LibraryShelvesTests(Shelves shelves) => service = shelves.Server;

    [Theory]
    [InlineData("artists?take=1e9", "`take`: found '1e9', expected a whole number.")]
    [InlineData("tracks?skip=", "`skip`: found '', expected a whole number.")]
    [InlineData("tracks?liked=maybe", "`liked`: found 'maybe', expected true or false.")]
    public async Task A_parameter_of_another_type_is_named(string path, string sentence)
    {
        using var response = await service.Http.GetAsync($"api/library/{path}");

        Assert.Equal(sentence, await response.ProblemAsync(System.Net.HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Artists_are_one_whatever_their_accents_and_case() =>
        Assert.Equal(
            [("Duo", 2), ("Ölaf", 3), ("Zed", 1)],
            (await GetAsync("artists")).Select(artist => (artist.Text("name"), artist.GetProperty("tracks").GetInt32())));

    [Fact]
    public async Task Albums_of_one_name_are_those_of_each_artist_and_a_compilation_is_one()
    {
        var albums = await GetAsync("albums");
        Assert.Equal(
            [("Best", "Ölaf", 2), ("Best", "Zed", 1), ("Party", null, 2)],
            albums.Select(album => (album.Text("name"), album.GetProperty("artist").GetString(), album.GetProperty("tracks").GetInt32())));

        Assert.Equal(["one", "two"], await TitlesAsync($"albumOf={albums[0].Text("trackId")}"));
        Assert.Equal(["five", "four"], (await TitlesAsync($"albumOf={albums[2].Text("trackId")}")).Order());
        Assert.Empty(await TitlesAsync("albumOf=nothing"));
    }

    [Fact]
    public async Task A_track_is_in_each_of_its_genres()
    {
        Assert.Equal(
            [("Folk", 1), ("Jazz", 2)],
            (await GetAsync("genres")).Select(genre => (genre.Text("name"), genre.GetProperty("tracks").GetInt32())));
        Assert.Equal(["one"], await TitlesAsync("genre=folk"));
    }

    [Fact]
    public async Task Moods_have_the_tracks_that_play_for_them()
    {
        Assert.Equal(["happy", "sad"], (await GetAsync("moods")).Select(mood => mood.Text("name")));
        Assert.Equal(["three"], await TitlesAsync("mood=sad"));
    }

    [Fact]
    public async Task Conditions_hold_together_and_pages_follow_each_other()
    {
        Assert.Equal(["one", "two"], (await TitlesAsync("artist=olaf&q=BEST")).Order());
        var all = await TitlesAsync("");
        Assert.Equal(6, all.Count);
        Assert.Equal(all, [.. await TitlesAsync("take=4"), .. await TitlesAsync("skip=4&take=4")]);
        Assert.Empty(await TitlesAsync("skip=6"));
        Assert.Equal("Zed", Assert.Single(await GetAsync("artists?skip=2")).Text("name"));
    }

    [Fact]
    public async Task A_cover_stands_for_its_shelf()
    {
        var artists = await GetAsync("artists");
        using var cover = await service.Http.GetAsync(artists[1].Text("coverUrl"));
        Assert.Equal("image/png", cover.Content.Headers.ContentType?.MediaType);
        Assert.Equal(JsonValueKind.Null, artists[2].GetProperty("coverUrl").ValueKind);
    }

    [Fact]
    public async Task Liked_tracks_are_the_listeners_own()
    {
        var track = (await service.Http.GetFromJsonAsync<JsonElement>("api/library/tracks?q=two"))[0].Text("id");
        using var liked = await service.Http.PutAsync($"api/tracks/{track}/like", null);
        Assert.Equal(HttpStatusCode.NoContent, liked.StatusCode);
        Assert.Equal(["two"], await TitlesAsync("liked=true"));
    }

    [Fact]
    public async Task An_unknown_mood_is_refused()
    {
        using var response = await service.Http.GetAsync("api/library/tracks?mood=bored");
        Assert.Equal(
            "Unknown emotion: expected one of angry, disgust, fear, happy, sad, surprise, neutral.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    private async Task<List<JsonElement>> GetAsync(string shelf) =>
        [.. (await service.Http.GetFromJsonAsync<JsonElement>($"api/library/{shelf}")).EnumerateArray()];

    private async Task<List<string>> TitlesAsync(string query) =>
        [.. (await service.Http.GetFromJsonAsync<JsonElement>($"api/library/tracks?{query}")).EnumerateArray()
            .Select(track => track.Text("title")!)];

    /// <summary>A library of six tracks.</summary>
    public sealed class Shelves : IAsyncLifetime
    {
        private readonly TemporaryFolder music = new();

        internal TestServer Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            Add("happy/a/1.mp3", Some.Picture(), ("TIT2", "one"), ("TPE1", "Ölaf"), ("TALB", "Best"), ("TCON", "Jazz\0Folk"));
            Add("happy/b/2.mp3", null, ("TIT2", "two"), ("TPE1", "Ölaf"), ("TALB", "best"), ("TCON", "jazz"));
            Add("sad/c/3.mp3", null, ("TIT2", "three"), ("TPE1", "Zed"), ("TALB", "Best"));
            Add("happy/d/4.mp3", null, ("TIT2", "four"), ("TPE1", "Duo"), ("TALB", "Party"));
            Add("happy/d/5.mp3", null, ("TIT2", "five"), ("TPE1", "OLAF"), ("TALB", "Party"));
            Add("happy/6.mp3", null, ("TIT2", "six"), ("TPE1", "Duo"));
            Server = await TestServer.PlayingAsync(music.Path);
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            music.Dispose();
        }

        // Of different lengths, so that no two are the same recording.
        private void Add(string path, byte[]? cover, params (string Frame, string Value)[] tags) =>
            Some.File(music, path, [.. Some.Mp3(cover, tags), .. new byte[path.Length]]);
    }
}
