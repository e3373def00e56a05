using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>Playlists that leave the house: section E, and foreign hosts of section F.</summary>
public sealed class ExportedListTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private TestServer service = null!;

    public async ValueTask InitializeAsync()
    {
        foreach (var number in Enumerable.Range(1, 9))
        {
            Some.File(music, $"happy/{number}.mp3", Some.Mp3(("TIT2", $"song {number} 🎵")));
        }

        service = await TestServer.PlayingAsync(music.Path, "--ForwardedHeaders:KnownProxies", "127.0.0.1",
            "--Logging:LogLevel:Microsoft.AspNetCore.Hosting.Diagnostics=Information");
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    // Points 17 and 18.
    [Fact]
    public async Task The_export_is_the_list_on_the_page()
    {
        var shown = await service.GetAsync("api/playlists/happy");
        var order = shown.GetProperty("tracks").EnumerateArray().Select(track => track.Text("title")!).ToList();

        Assert.Equal(order, await TitlesAsync(shown.Text("id")!)); // as often as one likes
        Assert.Equal(order, await TitlesAsync(shown.Text("id")!));

        var moved = PlaylistId.Parse(shown.Text("id")!)!;
        moved = moved with { Tracks = [.. moved.Tracks.Reverse()] }; // dragged on the page
        Assert.Equal(order.AsEnumerable().Reverse(), await TitlesAsync(moved.ToString()));
        var m3u8 = await service.Http.GetStringAsync($"api/playlists/{moved}.m3u8");
        Assert.Equal(order.AsEnumerable().Reverse(), m3u8.Split('\n').Where(line => line.StartsWith("#EXTINF")).Select(line => line.Split(',', 2)[1]));
        var again = await service.GetAsync($"api/playlists/{moved}");
        Assert.Equal(order.AsEnumerable().Reverse(), again.GetProperty("tracks").EnumerateArray().Select(track => track.Text("title")!));
    }

    [Theory]
    [InlineData("AAAA")]
    [InlineData("AQkJ")]
    [InlineData("AQMACg")]
    [InlineData("!!!!")]
    public void What_is_no_id_is_none(string text) => Assert.Null(PlaylistId.Parse(text));

    // Points 19 and 20.
    [Theory]
    [InlineData("GET /api/playlists/happy.m3u8 HTTP/1.0\r\n\r\n", "http://127.0.0.1:{port}/api/tracks/")]
    [InlineData("GET /api/playlists/happy.xspf HTTP/1.0\r\n\r\n", "http://127.0.0.1:{port}/api/tracks/")]
    [InlineData("GET /api/playlists/happy.m3u8 HTTP/1.1\r\nHost: music.local:8080\r\nConnection: close\r\n\r\n", "http://music.local:8080/api/tracks/")]
    [InlineData("GET /api/playlists/happy.m3u8 HTTP/1.1\r\nHost: player\r\nX-Forwarded-Proto: https\r\nX-Forwarded-Host: nas.local\r\n"
        + "X-Forwarded-For: 192.0.2.1\r\nConnection: close\r\n\r\n", "https://nas.local/api/tracks/")]
    public async Task Links_lead_to_where_the_list_came_from(string request, string link)
    {
        var answer = await RawHttp.SendAsync(service.Address, Encoding.ASCII.GetBytes(request));

        Assert.Equal(200, RawHttp.StatusOf(answer));
        Assert.Contains(link.Replace("{port}", $"{service.Address.Port}", StringComparison.Ordinal), answer);
    }

    // Section F.
    [Theory]
    [InlineData("rebound.attacker.example", 400)]
    [InlineData("localhost.attacker.example", 400)]
    [InlineData("127.0.0.1.nip.example", 400)]
    [InlineData("localhost:8080", 200)]
    [InlineData("127.0.0.1", 200)]
    [InlineData("[::1]:8080", 200)]
    [InlineData("192.168.1.20:8080", 200)]
    [InlineData("nas", 200)]
    [InlineData("nas.local", 200)]
    public async Task A_foreign_host_is_refused(string host, int status)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/library") { Headers = { Host = host } };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(status, (int)response.StatusCode);
        if (status == 400)
        {
            Assert.Equal(
                $"This server is not known as '{host}'. If it is yours, start it with --AllowedHosts={host}.",
                await response.ProblemAsync(HttpStatusCode.BadRequest));
        }
    }

    // Section F.
    [Theory]
    [InlineData("api/listener/history")]
    [InlineData("api/tracks/{id}/mood")]
    public async Task An_empty_object_is_no_choice(string path)
    {
        var id = (await service.TracksAsync("happy"))[0].Text("id");
        using var response = await service.Http.PutAsJsonAsync(path.Replace("{id}", id, StringComparison.Ordinal), new { });

        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    // Each player gets the list over HTTP and asks for its first track.
    [Theory]
    [InlineData("cvlc", "--intf", "dummy", "--aout", "none", "--vout", "none", "--play-and-exit", "--run-time", "1", "{url}")]
    [InlineData("mpv", "--no-config", "--ao=null", "--vo=null", "--length=1", "--playlist-start=0", "{url}")]
    public async Task Another_player_plays_the_list(string player, params string[] args)
    {
        Assert.SkipUnless(File.Exists($"/usr/bin/{player}"), $"there is no {player}: apt-get install vlc-bin vlc-plugin-base mpv");
        var id = (await service.GetAsync("api/playlists/happy")).Text("id");
        var first = PlaylistId.Parse(id!)!.Tracks[0];
        var before = await StreamsAsync(first);
        using var process = StartPlayer(player, [.. args.Select(arg => arg.Replace("{url}", $"{service.Address}api/playlists/{id}.m3u8", StringComparison.Ordinal))]);
        try
        {
            await Eventually.TrueAsync(async () => await StreamsAsync(first) > before, TimeSpan.FromSeconds(40));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    [Fact]
    public async Task Mpd_plays_the_list()
    {
        Assert.SkipUnless(File.Exists("/usr/bin/mpd"), "there is no mpd: apt-get install mpd");
        var id = (await service.GetAsync("api/playlists/happy")).Text("id");
        var first = PlaylistId.Parse(id!)!.Tracks[0];
        using var home = new TemporaryFolder();
        var socket = home["socket"];
        File.WriteAllText(home["mpd.conf"], $$"""
            bind_to_address "{{socket}}"
            state_file "{{home["state"]}}"
            input {
              plugin "curl"
            }
            audio_output {
              type "null"
              name "none"
            }
            """);
        var before = await StreamsAsync(first);
        using var process = StartPlayer("mpd", ["--no-daemon", home["mpd.conf"]]);
        try
        {
            await Eventually.TrueAsync(() => File.Exists(socket), TimeSpan.FromSeconds(20));
            using var client = new System.Net.Sockets.Socket(System.Net.Sockets.AddressFamily.Unix, System.Net.Sockets.SocketType.Stream, 0);
            await client.ConnectAsync(new System.Net.Sockets.UnixDomainSocketEndPoint(socket));
            await client.SendAsync(Encoding.UTF8.GetBytes($"load \"{service.Address}api/playlists/{id}.m3u8\"\nplay 0\n"));
            await Eventually.TrueAsync(async () => await StreamsAsync(first) > before, TimeSpan.FromSeconds(40));
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }

    private async Task<List<string>> TitlesAsync(string id)
    {
        var playlist = XDocument.Parse(await service.Http.GetStringAsync($"api/playlists/{id}.xspf")).Root!;
        return [.. playlist.Descendants().Where(element => element.Name.LocalName == "title").Skip(1).Select(element => element.Value)];
    }

    // How often a track was streamed; the service logs it because the tests ask it to.
    private Task<int> StreamsAsync(string track) => Task.FromResult(service.Log.Count(line => line.Contains($"/api/tracks/{track}/stream")));

    private static Process StartPlayer(string player, string[] args)
    {
        // VLC refuses to run as root.
        string[] command = [player, .. args];
        command = Environment.IsPrivilegedProcess && player == "cvlc"
            ? ["setpriv", "--reuid=nobody", "--regid=nogroup", "--clear-groups", .. command] : command;
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardOutput = true, RedirectStandardError = true };
        start.Environment["HOME"] = Path.GetTempPath();
        var process = Process.Start(start)!;
        _ = process.StandardOutput.ReadToEndAsync();
        _ = process.StandardError.ReadToEndAsync();
        return process;
    }
}
