using System.Net.Http.Json;
using System.Runtime.Versioning;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>Scans of libraries with damaged, unreadable and unusual files.</summary>
public sealed class MessyLibraryTests : IDisposable
{
    private readonly TemporaryFolder folder = new();
    private readonly TemporaryFolder memory = new();

    public void Dispose()
    {
        folder.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task Damaged_files_are_skipped_and_logged_and_the_others_play()
    {
        var noise = new byte[5000];
        new Random(1).NextBytes(noise);
        var song = Some.Mp3(("TIT2", "good"));
        var bad = new Dictionary<string, byte[]>
        {
            ["empty.ogg"] = [],
            ["noise.flac"] = noise,
            ["text.m4a"] = Encoding.UTF8.GetBytes("no music at all"),
            ["picture.mp3"] = Some.Picture(),
            ["headers only.wav"] = Some.Wav(1)[..20],
            ["playlist.webm"] = Encoding.UTF8.GetBytes($"#EXTM3U\n#EXT-X-TARGETDURATION:1\n#EXTINF:1,\nfile://{folder["secret.mp3"]}\n#EXT-X-ENDLIST\n"),
        };
        File.WriteAllBytes(folder["secret.mp3"], Some.Mp3(("TIT2", "secret")));
        foreach (var (name, content) in bad)
        {
            Some.File(folder, $"music/happy/{name}", content);
        }

        Some.File(folder, "music/happy/a first.mp3", song);
        Some.File(folder, "music/happy/half.mp3", Some.Mp3(("TIT2", "half"))[..2000]);
        Some.File(folder, "music/happy/wrong extension.flac", Some.Mp3(("TIT2", "wrong")));
        Some.File(folder, "music/happy/zzz last.mp3", Some.Mp3(("TIT2", "last")));
        await using var service = await TestServer.PlayingAsync(folder["music"]);

        var tracks = await service.TracksAsync("happy");

        Assert.Equal(["good", "half", "last", "wrong"], tracks.Select(track => track.Text("title")));
        using var wrong = await service.Http.GetAsync(tracks[3].Text("streamUrl"));
        Assert.Equal("audio/mpeg", wrong.Content.Headers.ContentType!.MediaType);
        Assert.All(bad.Keys, name => Assert.Contains(service.Log, line =>
            line.Contains($"{name}: skipped, contains no music that can be read.")));
        Assert.Equal(0, (await service.ScanAsync()).GetProperty("toRead").GetInt32());
    }

    [Theory]
    [InlineData("я")]
    [InlineData("音")]
    [InlineData("🎵")]
    [InlineData("ا")]
    [InlineData("é")] // e with a combining accent
    [InlineData("a'\"$`%;&")]
    public async Task Long_names_and_titles_work_in_any_script(string text)
    {
        var bytes = Encoding.UTF8.GetByteCount(text);
        var name = string.Concat(Enumerable.Repeat(text, 250 / bytes)); // file systems allow 255 bytes
        var title = string.Concat(Enumerable.Repeat(text, 300));
        Some.File(folder, $"{name}/happy/{name}.mp3", Some.Mp3(("TIT2", title), ("TPE1", title)));
        Some.File(folder, $"sad/{name}.mp3", Some.Mp3());
        await using var service = await TestServer.PlayingAsync(folder.Path);

        var tagged = Assert.Single(await service.TracksAsync("happy"));
        var named = Assert.Single(await service.TracksAsync("sad?approach=match"));

        foreach (var tag in new[] { tagged.Text("title")!, tagged.Text("artist")! })
        {
            Assert.EndsWith("…", tag); // 255 bytes of it are stored
            Assert.StartsWith(tag[..^1], title);
            Assert.InRange(Encoding.UTF8.GetByteCount(tag), 250, 258);
        }

        Assert.Equal(name, named.Text("title"));
        Assert.NotEmpty(await service.Http.GetByteArrayAsync(tagged.Text("streamUrl")));
        Assert.NotEmpty(await service.Http.GetByteArrayAsync(named.Text("streamUrl")));
        Assert.Contains(tagged.Text("title")!, await service.Http.GetStringAsync("api/playlists/happy.m3u8"));
    }

    [Fact]
    public async Task Links_out_of_the_library_are_not_followed()
    {
        File.WriteAllBytes(folder["outside.mp3"], Some.Mp3(("TIT2", "outside")));
        Some.File(folder, "elsewhere/happy/other.mp3", Some.Mp3(("TIT2", "elsewhere")));
        Some.File(folder, "music/happy/a.mp3", Some.Mp3(("TIT2", "inside")));
        File.CreateSymbolicLink(folder["music/happy/absolute.mp3"], folder["outside.mp3"]);
        File.CreateSymbolicLink(folder["music/happy/relative.mp3"], "../../outside.mp3");
        File.CreateSymbolicLink(folder["music/happy/device.mp3"], "/dev/zero");
        File.CreateSymbolicLink(folder["music/happy/circle.mp3"], folder["music/happy/circle.mp3"]);
        File.CreateSymbolicLink(folder["music/happy/chain.mp3"], folder["music/happy/absolute.mp3"]);
        Directory.CreateSymbolicLink(folder["music/folder"], folder["elsewhere"]);
        Directory.CreateSymbolicLink(folder["music/up"], folder["music"]);
        File.CreateSymbolicLink(folder["music/happy/through a folder.mp3"], folder["music/folder/happy/other.mp3"]);
        await using var service = await TestServer.PlayingAsync(folder["music"]);

        var track = Assert.Single(await service.TracksAsync("happy"));
        Assert.Equal("inside", track.Text("title"));

        Directory.Move(folder["music/happy"], folder["moved"]); // replace the folder by a link
        Directory.CreateSymbolicLink(folder["music/happy"], folder["moved"]);
        using var response = await service.Http.GetAsync(track.Text("streamUrl"));
        Assert.Equal(System.Net.HttpStatusCode.NotFound, response.StatusCode);
    }

    [Fact]
    [SupportedOSPlatform("linux")]
    public async Task Permission_errors_do_not_stop_a_scan()
    {
        Some.File(folder, "happy/a.mp3", Some.Mp3(("TIT2", "readable")));
        Some.File(folder, "happy/b.mp3", Some.Mp3(("TIT2", "unreadable")));
        Some.File(folder, "happy/inner/c.mp3", Some.Mp3(("TIT2", "within")));
        File.WriteAllText(folder["sad.m3u"], "happy/a.mp3\n");
        File.SetUnixFileMode(folder["happy/b.mp3"], UnixFileMode.None);
        File.SetUnixFileMode(folder["sad.m3u"], UnixFileMode.None);
        File.SetUnixFileMode(folder["happy/inner"], UnixFileMode.None);
        File.SetUnixFileMode(folder["happy"], UnixFileMode.UserRead | UnixFileMode.UserExecute); // like a read-only disk
        try
        {
            // Drop the capabilities that let root read everything.
            string[] through = Environment.IsPrivilegedProcess
                ? ["setpriv", "--bounding-set=-dac_override,-dac_read_search", "--inh-caps=-dac_override,-dac_read_search"] : [];
            await using var program = await ServerProcess.StartAsync(
                ["--roles", "player", "--Player:Library", folder.Path, "--Player:Database", $"Data Source={memory["player.db"]}"],
                new Dictionary<string, string?>(), through);

            await program.Http.ScanAsync();

            Assert.Equal("readable", Assert.Single(await program.Http.TracksAsync("happy")).Text("title"));
            var library = await program.Http.GetFromJsonAsync<JsonElement>("api/library");
            Assert.Equal(JsonValueKind.Null, library.GetProperty("trouble").ValueKind);
        }
        finally
        {
            File.SetUnixFileMode(folder["happy"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
            File.SetUnixFileMode(folder["happy/inner"], UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }
    }
}
