using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>A player with an empty library of its own.</summary>
public sealed class LibraryTests : IAsyncLifetime
{
    private static readonly TimeSpan Soon = TimeSpan.FromSeconds(20);

    private readonly TemporaryFolder music = new();
    private TestServer service = null!;

    public async ValueTask InitializeAsync() =>
        service = await TestServer.PlayingAsync(music.Path);

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task Added_and_removed_files_are_detected()
    {
        Assert.Empty(await service.TracksAsync("happy"));

        Some.Tracks(music, "happy/A - One.wav");
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 1, Soon);
        var track = Assert.Single(await service.TracksAsync("happy"));
        using (var there = await service.Http.GetAsync(track.GetProperty("streamUrl").GetString()))
        {
            Assert.Equal(Some.Wav(1), await there.Content.ReadAsByteArrayAsync());
        }

        File.Delete(music["happy/A - One.wav"]);
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 0, Soon);
        using var gone = await service.Http.GetAsync(track.GetProperty("streamUrl").GetString());
        Assert.Equal(
            "Unknown track; its file may have been removed. Request the playlist again.",
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
    public async Task Artist_and_title_are_parsed_from_the_file_name(string name, string? artist, string title)
    {
        Some.Tracks(music, $"sad/{name}");

        var track = Assert.Single(await ScannedAsync("sad"));

        Assert.Equal(artist, track.GetProperty("artist").GetString());
        Assert.Equal(title, track.GetProperty("title").GetString());
        Assert.Equal(JsonValueKind.Null, track.GetProperty("album").ValueKind);
    }

    [Fact]
    public async Task Subfolders_inherit_the_mood_and_other_files_are_ignored()
    {
        Some.Tracks(music, "fear/b.wav", "fear/A.wav", "fear/c/d.wav", "fear/cover.jpg", "fear/README", "angry/e.wav");

        Assert.Equal(["A", "b", "d"], (await ScannedAsync("fear")).Select(track => track.GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Without_music_a_hint_says_where_to_put_it(bool folderExists)
    {
        if (folderExists)
        {
            Directory.CreateDirectory(music["surprise"]);
        }

        var playlist = await service.GetAsync("api/playlists/surprise");

        Assert.Empty(playlist.GetProperty("tracks").EnumerateArray());
        Assert.Equal(
            "There is no music for surprise yet. Put MP3, M4A, OGG, OPUS, FLAC or WAV files into a folder called surprise in the "
            + "music library, or into any folder if their tags contain a genre or mood.", playlist.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task A_missing_library_folder_is_treated_as_empty()
    {
        await using var elsewhere = await TestServer.PlayingAsync(music["nowhere"]);

        var playlist = await elsewhere.GetAsync("api/playlists/happy");

        Assert.Empty(playlist.GetProperty("tracks").EnumerateArray());
        Assert.StartsWith("There is no music for happy yet.", playlist.GetProperty("hint").GetString());
    }

    [Fact]
    public async Task A_broken_link_does_not_hide_other_files()
    {
        Some.Tracks(music, "angry/b.wav");
        File.CreateSymbolicLink(music["angry/a.wav"], music["nowhere.wav"]);

        Assert.Equal("b", Assert.Single(await ScannedAsync("angry")).GetProperty("title").GetString());
    }

    [Fact]
    public async Task A_link_within_the_library_is_played()
    {
        File.WriteAllBytes(music["elsewhere.wav"], Some.Wav(1));
        Directory.CreateDirectory(music["angry"]);
        File.CreateSymbolicLink(music["angry/a.wav"], music["elsewhere.wav"]);

        var track = Assert.Single(await ScannedAsync("angry"));

        var sound = await service.Http.GetByteArrayAsync(track.GetProperty("streamUrl").GetString());
        Assert.Equal(Some.Wav(1), sound);
    }

    private async Task<List<JsonElement>> ScannedAsync(string mood)
    {
        await service.ScanAsync();
        return [.. (await service.GetAsync($"api/playlists/{mood}?approach=match")).GetProperty("tracks").EnumerateArray()
            .OrderBy(track => track.Text("title"), StringComparer.Ordinal)];
    }
}
