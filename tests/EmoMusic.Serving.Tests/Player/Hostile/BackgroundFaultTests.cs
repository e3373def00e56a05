using System.Diagnostics;
using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>No background work ends the host, or never ends.</summary>
public sealed class BackgroundFaultTests : IDisposable
{
    private readonly TemporaryFolder music = new();

    public void Dispose() => music.Dispose();

    [Fact]
    public async Task Playlists_with_NUL_or_unmarked_UTF_16_cost_only_themselves()
    {
        Some.File(music, "pop/a.mp3", Some.Mp3(("TIT2", "a")));
        File.WriteAllBytes(music["sad.m3u"], "pop/a.mp3\0.mp3\nx\0\n"u8.ToArray());
        File.WriteAllText(music["fear.m3u"], "pop/%00.mp3\n%00\n");
        File.WriteAllBytes(music["angry.m3u8"], Encoding.Unicode.GetBytes("pop/a.mp3\n"));
        File.WriteAllText(music["disgust.xspf"], "<playlist><trackList><track><location>pop/%00a.mp3</location></track></trackList></playlist>");
        await using var service = await TestServer.PlayingAsync(music.Path);

        var library = await service.GetAsync("api/library");

        Assert.Equal(1, library.GetProperty("tracks").GetInt32());
        Assert.Equal("angry", (await service.GetAsync("api/library/tracks"))[0].Text("mood")); // the one in UTF-16
        Assert.Equal(
            "2 of 2 entries are not in the library, the first is 'pop/%00.mp3'.",
            library.GetProperty("leftOut").EnumerateArray().Single(each => each.Text("file") == "fear.m3u").Text("reason"));
        Assert.True((await service.ScanAsync()).GetProperty("finished").GetBoolean()); // and it still scans
    }

    [Fact]
    public async Task Playlists_are_bounded_together()
    {
        Some.File(music, "pop/a.mp3", Some.Mp3(("TIT2", "a")));
        Some.File(music, "pop/b.mp3", Some.Mp3(("TIT2", "b")));
        var large = "../pop/a.mp3\n#" + new string('x', 9_000_000);
        for (var i = 10; i < 24; i++)
        {
            Some.File(music, $"{i}/sad.m3u", Encoding.ASCII.GetBytes(large));
        }

        File.WriteAllText(music["happy.m3u"], "pop/b.mp3\n"); // read: the root's own files come first
        await using var service = await TestServer.PlayingAsync(music.Path);

        Assert.Equal(["sad", "happy"], (await service.GetAsync("api/library/tracks")).EnumerateArray()
            .OrderBy(track => track.Text("title"), StringComparer.Ordinal).Select(track => track.Text("mood")));
        var leftOut = Assert.Single((await service.GetAsync("api/library")).GetProperty("leftOut").EnumerateArray());
        Assert.Equal(
            "not read, nor the 2 after it. Playlists that are named after a mood have more than 100,000,000 bytes together.", leftOut.Text("reason"));
    }

    [Fact]
    public async Task Playlists_that_take_too_long_keep_the_moods_they_gave()
    {
        Some.File(music, "pop/a.mp3", Some.Mp3(("TIT2", "a")));
        File.WriteAllText(music["sad.m3u"], "pop/a.mp3\n");
        await using var service = await TestServer.PlayingAsync(music.Path);
        service.Services.GetRequiredService<PlaylistImporter>().MaxTime = TimeSpan.Zero;

        await service.ScanAsync();

        Assert.Equal("sad", (await service.GetAsync("api/library/tracks"))[0].Text("mood"));
        Assert.Equal("not read. Playlists that are named after a mood take more than 0 seconds to read.",
            Assert.Single((await service.GetAsync("api/library")).GetProperty("leftOut").EnumerateArray()).Text("reason"));
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task A_backslash_is_part_of_a_name()
    {
        Some.File(music, @"happy/AC\DC.mp3", Some.Mp3(("TIT2", "file")));
        Some.File(music, "happy/AC/DC.mp3", Some.Mp3(("TIT2", "folder"), ("TALB", "longer")));
        await using var service = await TestServer.PlayingAsync(music.Path);

        var tracks = await service.TracksAsync("happy");

        Assert.Equal(["file", "folder"], tracks.Select(track => track.Text("title")));
        Assert.Equal(await File.ReadAllBytesAsync(music[@"happy/AC\DC.mp3"]), await service.Http.GetByteArrayAsync(tracks[0].Text("streamUrl")));
    }

    // The kind of points 1 to 3.
    [Fact]
    public async Task Every_step_may_throw_and_the_others_go_on()
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:FolderCheckSeconds", "1");
        var steps = service.Services.GetRequiredService<BackgroundSteps>();
        var names = new HashSet<string>();
        steps.Starting = name => names.Add(name);
        await service.ScanAsync();
        await Eventually.TrueAsync(() => names.Contains("watch of the library folder"));
        Assert.Equal(11, names.Count);

        foreach (var name in names)
        {
            steps.Starting = step => _ = step == name ? throw new InvalidOperationException("thrown by a test") : 0;
            if (name != "watch of the library folder")
            {
                Assert.True((await service.ScanAsync()).GetProperty("finished").GetBoolean());
            }

            await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble")
                == $"The {name} failed and is tried again; everything else goes on. thrown by a test");
            Assert.Equal("a", Assert.Single(await service.TracksAsync("happy")).Text("title"));
        }

        steps.Starting = null;
        await service.ScanAsync();
        await Eventually.TrueAsync(async () => (await service.GetAsync("api/library")).Text("trouble") is null);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Only_regular_files_are_opened()
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        foreach (var name in new[] { "happy/x.mp3", "sad.m3u", "fear.xspf" })
        {
            using var made = Process.Start("mkfifo", music[name])!;
            await made.WaitForExitAsync();
        }

        await using var service = await TestServer.PlayingAsync(music.Path);

        Assert.Equal("a", Assert.Single(await service.TracksAsync("happy")).Text("title"));
        Assert.Equal(
            ["fear.xspf", "happy/x.mp3", "sad.m3u"],
            (await service.GetAsync("api/library")).GetProperty("leftOut").EnumerateArray().Select(each => each.Text("file")));
        Assert.Contains(service.Log, line => line.Contains(
            "x.mp3: skipped, contains no music that can be read. It is empty, or no regular file."));
    }

    [Fact]
    public async Task A_scan_ends_within_two_seconds_of_the_end_of_the_program()
    {
        await using var server = await SubsonicServer.StartAsync([], []);
        server.Instead = _ => new TaskCompletionSource().Task; // never answers
        await using var service = await TestServer.ListenAsync( // it is not ready before its first scan ends
            "--roles", "player", "--Player:Library", music.Path, "--Player:Subsonic:Url", server.Address, "--Player:Subsonic:User", "me");
        var scan = service.ScanAsync();
        await Eventually.TrueAsync(() => !server.Calls.IsEmpty);

        var clock = Stopwatch.StartNew();
        await service.StopAsync();

        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 2);
        JsonElement last = default;
        var error = await Record.ExceptionAsync(async () => last = await scan); // without any event, its answer is no JSON
        Assert.True(error is not null || !last.GetProperty("finished").GetBoolean());
    }

    [Theory]
    [InlineData("music.example")]
    [InlineData("music.example:4533")]
    [InlineData("localhost:4533/rest")]
    [InlineData("ftp://music.example")]
    [InlineData("http://")]
    public void A_URL_without_scheme_is_refused_at_start(string url) => Assert.Equal(
        $"Player:Subsonic:Url: found '{url}', expected the URL of a Subsonic server with http:// or https://, such as "
        + "https://music.example.",
        new SubsonicOptionsValidator(null!).Validate(null, new SubsonicOptions { Url = url, User = "me" }).FailureMessage);

    [Fact]
    public void An_unknown_way_to_listen_to_songs_is_refused_at_start() => Assert.Equal(
        "Player:Subsonic:Analyse: found 'sometimes', expected auto, always or never.",
        new SubsonicOptionsValidator(null!).Validate(
            null, new SubsonicOptions { Url = "https://music.example", User = "me", Analyse = "sometimes" }).FailureMessage);

    [Theory]
    [InlineData("https://music.example/rest", "https://music.example/")]
    [InlineData("https://music.example/rest/", "https://music.example/")]
    [InlineData("https://music.example/music/rest/ping.view?f=json", "https://music.example/music")]
    [InlineData(" http://127.0.0.1:4533 ", "http://127.0.0.1:4533/")]
    public void A_URL_that_ends_in_rest_is_understood(string url, string address) =>
        Assert.Equal(address, new SubsonicOptions { Url = url }.Address!.ToString());
}
