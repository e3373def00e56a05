using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>A player with an empty library of its own.</summary>
public sealed class LibraryTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private Service service = null!;

    public async ValueTask InitializeAsync() =>
        service = await Service.StartAsync("--roles", "player", "--Player:Library", music.Path);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task A_file_is_played_as_soon_as_it_is_there_and_gone_as_soon_as_it_is_removed()
    {
        Assert.Empty(await TracksAsync("happy"));

        Some.Music(music, "happy/A - One.wav");
        var track = Assert.Single(await TracksAsync("happy"));
        using (var there = await service.Http.GetAsync(track.GetProperty("streamUrl").GetString()))
        {
            Assert.Equal(Some.Wav(1), await there.Content.ReadAsByteArrayAsync());
        }

        File.Delete(music["happy/A - One.wav"]);
        Assert.Empty(await TracksAsync("happy"));
        using var gone = await service.Http.GetAsync(track.GetProperty("streamUrl").GetString());
        Assert.Equal(
            "There is no such track; its file may have been taken away. Ask for the playlist again.",
            await gone.ProblemAsync(System.Net.HttpStatusCode.NotFound));
    }

    [Theory]
    [InlineData("Nina Simone - Feeling Good.wav", "Nina Simone", "Feeling Good")]
    [InlineData("Abba - SOS - Live.wav", "Abba", "SOS - Live")]
    [InlineData("  Abba  -  SOS .wav", "Abba", "SOS")]
    [InlineData("Just a title.wav", null, "Just a title")]
    [InlineData("Half-time.wav", null, "Half-time")]
    [InlineData(" - Nobody.wav", null, " - Nobody")]
    [InlineData("v1.2 - Two.Dots.wav", "v1.2", "Two.Dots")]
    [InlineData("Björk - Jóga \"live\" 100% $HOME `id`.wav", "Björk", "Jóga \"live\" 100% $HOME `id`")]
    public async Task Artist_and_title_are_read_from_a_name(string name, string? artist, string title)
    {
        Some.Music(music, $"sad/{name}");

        var track = Assert.Single(await TracksAsync("sad"));

        Assert.Equal(artist, track.GetProperty("artist").GetString());
        Assert.Equal(title, track.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, track.GetProperty("album").ValueKind);
    }

    [Fact]
    public async Task Tracks_are_in_the_order_of_their_names_with_those_of_inner_folders_and_nothing_but_music()
    {
        Some.Music(music, "fear/b.wav", "fear/A.wav", "fear/c/d.wav", "fear/cover.jpg", "fear/README", "angry/e.wav");

        Assert.Equal(["A", "b", "d"], (await TracksAsync("fear")).Select(track => track.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_music_there_is_a_hint_where_to_put_it(bool folderExists)
    {
        if (folderExists)
        {
            Directory.CreateDirectory(music["surprise"]);
        }

        var playlist = await service.GetAsync("api/playlists/surprise");

        Assert.Empty(playlist.GetProperty("tracks").EnumerateArray());
        Assert.Equal(
            "There is no music for surprise yet. Put MP3, M4A, OGG, OPUS, FLAC or WAV files into the folder surprise "
            + "of the music library.", playlist.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task A_library_that_does_not_exist_is_an_empty_one()
    {
        await using var elsewhere = await Service.StartAsync("--roles", "player", "--Player:Library", music["nowhere"]);

        var playlist = await elsewhere.GetAsync("api/playlists/happy");

        Assert.Empty(playlist.GetProperty("tracks").EnumerateArray());
        Assert.StartsWith("There is no music for happy yet.", playlist.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task A_link_that_leads_nowhere_does_not_hide_the_music_beside_it()
    {
        Some.Music(music, "angry/b.wav");
        File.CreateSymbolicLink(music["angry/a.wav"], music["nowhere.wav"]);

        Assert.Equal("b", Assert.Single(await TracksAsync("angry")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_linked_file_is_played()
    {
        File.WriteAllBytes(music["elsewhere.wav"], Some.Wav(1));
        Directory.CreateDirectory(music["angry"]);
        File.CreateSymbolicLink(music["angry/a.wav"], music["elsewhere.wav"]);

        var track = Assert.Single(await TracksAsync("angry"));

        var sound = await service.Http.GetByteArrayAsync(track.GetProperty("streamUrl").GetString());
        Assert.Equal(Some.Wav(1), sound);
    }

    private async Task<List<JsonElement>> TracksAsync(string mood) =>
        [.. (await service.GetAsync($"api/playlists/{mood}")).GetProperty("tracks").EnumerateArray()];
}
