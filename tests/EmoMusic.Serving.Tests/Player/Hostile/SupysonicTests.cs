using System.ComponentModel;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>A real Subsonic server, Debian's supysonic, on loopback. It refuses tokens.</summary>
[Collection<Waiting>]
public sealed class SupysonicTests : IAsyncLifetime
{
    private readonly TemporaryFolder home = new();
    private readonly TemporaryFolder music = new();
    private Process? server;
    private int port;

    public async ValueTask InitializeAsync()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/supysonic-server") && Directory.Exists("/usr/lib/python3/dist-packages/waitress"),
            "there is no supysonic: apt-get install supysonic python3-waitress");
        Some.File(home, "songs/Artist/Album/1.mp3", Some.Mp3(("TIT2", "with genre"), ("TPE1", "Artist"), ("TALB", "Album"), ("TCON", "Pop")));
        Some.File(home, "songs/Machine/Demo/3.mp3", File.ReadAllBytes(Directory.GetFiles(Repository.At("serving/music/happy"), "*Confetti*")[0]));
        Some.File(home, "songs/Artist/Album/2.mp3", Some.Mp3(("TIT2", "without genre 🎵"), ("TPE1", "Artist"), ("TALB", "Album")));
        File.WriteAllText(home["supysonic.conf"], $"""
            [base]
            database_uri = sqlite:///{home["supysonic.db"]}
            [webapp]
            cache_dir = {home["cache"]}
            log_file = {home["log"]}
            mount_webui = off
            [daemon]
            socket = {home["socket"]}
            """);
        await RunAsync("supysonic-cli", "user", "add", "tester", "-p", "sesame & öß");
        await RunAsync("supysonic-cli", "folder", "add", "songs", home["songs"]);
        await RunAsync("supysonic-cli", "folder", "scan", "--foreground", "songs");
        using (var listener = new TcpListener(IPAddress.Loopback, 0))
        {
            listener.Start();
            port = ((IPEndPoint)listener.LocalEndpoint).Port;
        }

        server = Start("supysonic-server", "-S", "waitress", "--host", "127.0.0.1", "--port", $"{port}");
        using var http = new HttpClient();
        await Eventually.TrueAsync(async () =>
        {
            try
            {
                using var answer = await http.GetAsync($"http://127.0.0.1:{port}/rest/ping");
                return true;
            }
            catch (HttpRequestException)
            {
                return false;
            }
        }, TimeSpan.FromSeconds(60));
    }

    public async ValueTask DisposeAsync()
    {
        if (server is not null)
        {
            server.Kill(entireProcessTree: true);
            await server.WaitForExitAsync();
            server.Dispose();
        }

        home.Dispose();
        music.Dispose();
    }

    // Points 6 to 9.
    [Fact]
    public async Task Songs_are_played_liked_and_scrobbled()
    {
        await using var service = await TestServer.PlayingAsync(
            music.Path, "--Player:Analyse", "true", "--Player:Subsonic:Url", $"http://127.0.0.1:{port}/rest", "--Player:Subsonic:User", "tester",
            "--Player:Subsonic:Password", "sesame & öß");

        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
        var tracks = (await service.GetAsync("api/library/tracks")).EnumerateArray().OrderBy(track => track.Text("title"), StringComparer.Ordinal).ToList();
        Assert.Equal(["Confetti Machine", "with genre", "without genre 🎵"], tracks.Select(track => track.Text("title")));
        Assert.Equal("happy", tracks[1].Text("mood"));
        Assert.Equal(await File.ReadAllBytesAsync(home["songs/Artist/Album/1.mp3"]), await service.Http.GetByteArrayAsync(tracks[1].Text("streamUrl")));

        await service.AnalysedAsync(1);
        Assert.Matches(
            @"^\d+ bpm, major", (await service.GetAsync($"api/tracks/{tracks[0].Text("id")}")).Text("why"));

        using var liked = await service.Http.PutAsync($"api/tracks/{tracks[2].Text("id")}/like", null);

        using var http = new HttpClient();
        var starred = $"http://127.0.0.1:{port}/rest/getStarred?u=tester&p={Uri.EscapeDataString("sesame & öß")}&c=test&v=1.12.0&f=json";
        await Eventually.TrueAsync(async () => (await http.GetStringAsync(starred)).Contains("without genre", StringComparison.Ordinal), TimeSpan.FromSeconds(20));
    }

    private async Task RunAsync(string program, params string[] args)
    {
        using var process = Start(program, args);
        await process.WaitForExitAsync();
        Assert.True(process.ExitCode == 0, $"{program} {string.Join(' ', args)} ended with {process.ExitCode}");
    }

    private Process Start(string program, params string[] args)
    {
        var start = new ProcessStartInfo(program, args) { WorkingDirectory = home.Path, RedirectStandardError = true, RedirectStandardOutput = true };
        start.Environment["HOME"] = home.Path;
        start.Environment["SUPYSONIC_CONFIG"] = home["supysonic.conf"];
        try
        {
            var process = Process.Start(start)!;
            _ = process.StandardError.ReadToEndAsync();
            _ = process.StandardOutput.ReadToEndAsync();
            return process;
        }
        catch (Win32Exception)
        {
            Assert.Skip($"there is no {program}: apt-get install supysonic");
            throw;
        }
    }
}
