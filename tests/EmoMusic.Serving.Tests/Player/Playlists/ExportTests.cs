using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Xml.Linq;

namespace EmoMusic.Serving.Tests.Player.Playlists;

/// <summary>Playlist exports, covers and search.</summary>
public sealed class ExportTests : IAsyncLifetime
{
    private static readonly byte[] Picture = Some.Picture();

    private readonly TemporaryFolder music = new();
    private TestServer service = null!;

    public async ValueTask InitializeAsync()
    {
        Some.File(music, "happy/1.mp3", Some.Mp3(Picture, ("TIT2", "One <&> \"two\""), ("TPE1", "Björk"), ("TALB", "Début")));
        Some.File(music, "happy/2.mp3", Some.Mp3(("TIT2", "音楽")));
        Some.File(music, "sad/3.mp3", Some.Mp3(("TIT2", "Three"), ("TPE1", "Björk")));
        service = await TestServer.PlayingAsync(music.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task M3u8_lists_every_track_with_its_stream_url()
    {
        using var response = await service.Http.GetAsync("api/playlists/happy.m3u8");

        Assert.Equal("audio/x-mpegurl; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var lines = (await response.Content.ReadAsStringAsync()).TrimEnd('\n').Split('\n');
        Assert.Equal(["#EXTM3U", "#PLAYLIST:Keep it going"], lines[..2]);
        Assert.Equal(["#EXTINF:1,Björk - One <&> \"two\"", "#EXTINF:1,音楽"], lines[2..].Where((_, i) => i % 2 == 0).Order(StringComparer.Ordinal));
        await AssertPlayAsync(lines[2..].Where((_, i) => i % 2 == 1));
    }

    [Fact]
    public async Task Xspf_lists_every_track_with_its_stream_url()
    {
        using var response = await service.Http.GetAsync("api/playlists/happy.xspf?approach=match");

        Assert.Equal("application/xspf+xml; charset=utf-8", response.Content.Headers.ContentType!.ToString());
        var playlist = XDocument.Parse(await response.Content.ReadAsStringAsync()).Root!;
        XNamespace xspf = "http://xspf.org/ns/0/";
        Assert.Equal((xspf + "playlist", "1"), (playlist.Name, playlist.Attribute("version")!.Value));
        var tracks = playlist.Descendants(xspf + "track").OrderBy(track => track.Element(xspf + "title")!.Value, StringComparer.Ordinal).ToList();
        Assert.Equal(["One <&> \"two\"", "Björk", "Début"], tracks[0].Elements().Skip(1).Take(3).Select(element => element.Value));
        Assert.Equal("音楽", tracks[1].Element(xspf + "title")!.Value);
        Assert.InRange(int.Parse(tracks[0].Element(xspf + "duration")!.Value), 900, 1200);
        await AssertPlayAsync(tracks.Select(track => track.Element(xspf + "location")!.Value));
    }

    [Theory]
    [InlineData("api/playlists/joy.m3u8", HttpStatusCode.NotFound, "Unknown emotion: expected one of angry, disgust, fear, happy, sad, surprise, neutral.")]
    [InlineData("api/playlists/joy.xspf", HttpStatusCode.NotFound, "Unknown emotion: expected one of angry, disgust, fear, happy, sad, surprise, neutral.")]
    [InlineData("api/playlists/sad?approach=up", HttpStatusCode.BadRequest, "Unknown approach 'up': expected match, lift or calm.")]
    [InlineData("api/playlists/sad.xspf?approach=", HttpStatusCode.BadRequest, "Unknown approach '': expected match, lift or calm.")]
    public async Task Invalid_requests_are_explained(string path, HttpStatusCode status, string sentence)
    {
        using var response = await service.Http.GetAsync(path);

        Assert.Equal(sentence, await response.ProblemAsync(status));
    }

    [Fact]
    public async Task A_sad_listener_gets_lift_with_a_route()
    {
        var playlist = await service.GetAsync("api/playlists/sad");

        Assert.Equal("lift", playlist.Text("approach"));
        Assert.Equal(25, playlist.GetProperty("route").GetArrayLength());
        Assert.Equal(-0.63, playlist.GetProperty("route")[0].GetProperty("valence").GetDouble());
        Assert.Equal("Three", playlist.GetProperty("tracks")[0].Text("title"));
        Assert.Equal(3, playlist.GetProperty("tracks").GetArrayLength());
    }

    [Fact]
    public async Task A_cover_is_extracted_from_the_file_and_cacheable()
    {
        var tracks = await service.TracksAsync("happy");

        using var cover = await service.Http.GetAsync(tracks[0].Text("coverUrl"));

        Assert.Equal("image/png", cover.Content.Headers.ContentType!.MediaType);
        Assert.Equal(Picture, await cover.Content.ReadAsByteArrayAsync());
        Assert.Equal(TimeSpan.FromDays(1), cover.Headers.CacheControl!.MaxAge);
        using var request = new HttpRequestMessage(HttpMethod.Get, tracks[0].Text("coverUrl"));
        request.Headers.IfNoneMatch.Add(cover.Headers.ETag!);
        using var known = await service.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotModified, known.StatusCode);
        Assert.Null(tracks[1].Text("coverUrl"));
        using var none = await service.Http.GetAsync($"api/tracks/{tracks[1].Text("id")}/cover");
        Assert.Equal("This track has no cover.", await none.ProblemAsync(HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("björk", 2)]
    [InlineData("BJÖRK one", 1)]
    [InlineData("three björk", 1)]
    [InlineData("début", 1)]
    [InlineData("bjork", 2)]
    [InlineData("DEBUT", 1)]
    [InlineData("楽", 1)]
    [InlineData("<&>", 1)]
    [InlineData("%", 0)]
    [InlineData("' OR 1=1 --", 0)]
    [InlineData("", 3)]
    public async Task The_search_matches_all_words_in_title_artist_and_album(string words, int count) => Assert.Equal(
        count, (await service.Http.GetFromJsonAsync<JsonElement>($"api/library/tracks?q={Uri.EscapeDataString(words)}")).GetArrayLength());

    private async Task AssertPlayAsync(IEnumerable<string> urls)
    {
        foreach (var url in urls)
        {
            Assert.StartsWith(service.Address.ToString(), url);
            Assert.NotEmpty(await service.Http.GetByteArrayAsync(url));
        }
    }
}
