using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>How a track's mood is determined, and explained.</summary>
public sealed class TrackMoodTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private TestServer service = null!;

    public async ValueTask InitializeAsync()
    {
        Some.File(music, "sad/folder.mp3", Song("folder", ("TXXX", "MOOD=happy"), ("TCON", "Metal"), ("TBPM", "150")));
        Some.File(music, "fear/inner/happy/nearest.mp3", Song("nearest"));
        Some.File(music, "other/listed.mp3", Song("listed", ("TXXX", "MOOD=happy"), ("TCON", "Metal")));
        Some.File(music, "other/ünïcode & more.mp3", Song("m3u8"));
        Some.File(music, "other/xspf.mp3", Song("xspf"));
        Some.File(music, "other/mood.mp3", Song("mood", ("TXXX", "MOOD=Gloomy"), ("TCON", "Disco"), ("TBPM", "")));
        Some.File(music, "other/genre.mp3", Song("genre", ("TCON", "Heavy Metal")));
        Some.File(music, "other/genres.mp3", Song("genres", ("TCON", "Trance/Unheard-of")));
        Some.File(music, "other/genre-bpm.mp3", Song("genre and bpm", ("TCON", "Blues"), ("TBPM", "70")));
        Some.File(music, "other/bpm.mp3", Song("bpm", ("TBPM", "190")));
        Some.File(music, "other/nothing.mp3", Song("nothing", ("TCON", "Unheard-of"), ("TBPM", "0")));
        File.WriteAllText(music["surprise.m3u"], "#EXTM3U\n#EXTINF:1,listed\nother/listed.mp3\nsad/folder.mp3\n../outside.mp3\nhttp://x/y.mp3\n");
        File.WriteAllText(music["other/fear.m3u8"], "ünïcode & more.mp3\r\n");
        File.WriteAllText(music["disgust.xspf"], "<playlist version='1' xmlns='http://xspf.org/ns/0/'><trackList><track>"
            + "<location>other/xspf.mp3</location></track></trackList></playlist>");
        File.WriteAllText(music["angry.xspf"], "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/passwd'>]><playlist>&e;</playlist>");
        service = await TestServer.PlayingAsync(music.Path);
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Theory]
    [InlineData("folder", "sad", "in a folder called sad")]
    [InlineData("nearest", "happy", "in a folder called happy")]
    [InlineData("listed", "surprise", "on a playlist called surprise")]
    [InlineData("m3u8", "fear", "on a playlist called fear")]
    [InlineData("xspf", "disgust", "on a playlist called disgust")]
    [InlineData("mood", "sad", "tagged Gloomy")]
    [InlineData("genre", "angry", "tagged Heavy Metal")]
    [InlineData("genres", "surprise", "tagged Trance/Unheard-of")]
    [InlineData("genre and bpm", "sad", "tagged Blues, 70 bpm")]
    [InlineData("bpm", "surprise", "tagged 190 bpm")]
    [InlineData("nothing", null, "no mood found")]
    public async Task Folder_then_playlist_then_tags_determine_the_mood(string title, string? mood, string why)
    {
        var track = await FindAsync(service.Http, title);

        Assert.Equal((mood, why), (track.Text("mood"), track.Text("why")));
        if (mood is not null)
        {
            Assert.Contains(await service.TracksAsync($"{mood}?approach=match"), each => each.Text("title") == title);
        }
    }

    [Fact]
    public async Task A_listeners_own_mood_takes_precedence_for_them_only()
    {
        using var one = service.NewListener();
        using var other = service.NewListener();
        var id = (await FindAsync(one, "folder")).Text("id");

        using var chosen = await one.PutAsJsonAsync($"api/tracks/{id}/mood", new { mood = "neutral" });

        Assert.Equal(HttpStatusCode.NoContent, chosen.StatusCode);
        var mine = await FindAsync(one, "folder");
        Assert.Equal(("neutral", "you said so"), (mine.Text("mood"), mine.Text("why")));
        Assert.Contains(await one.TracksAsync("neutral"), track => track.Text("title") == "folder");
        Assert.DoesNotContain(await one.TracksAsync("sad?approach=match"), track => track.Text("title") == "folder");
        Assert.Equal("sad", (await FindAsync(other, "folder")).Text("mood"));

        using var again = await one.PutAsJsonAsync($"api/tracks/{id}/mood", new { mood = "angry" });
        Assert.Equal("angry", (await FindAsync(one, "folder")).Text("mood"));
        using var taken = await one.DeleteAsync($"api/tracks/{id}/mood");
        Assert.Equal("sad", (await FindAsync(one, "folder")).Text("mood"));
    }

    [Fact]
    public async Task Changed_and_deleted_playlist_files_are_detected()
    {
        File.WriteAllText(music["surprise.m3u"], "other/nothing.mp3\n");
        File.Delete(music["disgust.xspf"]);

        await service.ScanAsync();

        Assert.Equal("surprise", (await FindAsync(service.Http, "nothing")).Text("mood"));
        Assert.NotEqual("surprise", (await FindAsync(service.Http, "listed")).Text("mood"));
        Assert.Null((await FindAsync(service.Http, "xspf")).Text("mood"));
    }

    private static byte[] Song(string title, params (string Frame, string Value)[] frames) => Some.Mp3([("TIT2", title), .. frames]);

    private static async Task<JsonElement> FindAsync(HttpClient http, string title) =>
        (await http.GetFromJsonAsync<JsonElement>("api/library/tracks")).EnumerateArray().Single(track => track.Text("title") == title);
}
