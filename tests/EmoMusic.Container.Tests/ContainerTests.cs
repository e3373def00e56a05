using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Container.Tests;

/// <summary>The two containers of docker-compose.yml.</summary>
public sealed class ContainerTests(Containers containers) : IClassFixture<Containers>
{
    [Fact]
    public async Task A_photo_returns_a_mood_and_a_playlist()
    {
        _ = containers.Engine;

        var mood = await containers.AskAsync("api/mood", File.ReadAllBytes(Repository.Photo("one-face.png")));

        Assert.Equal(1, mood.GetProperty("faces").GetArrayLength());
        var playlist = mood.GetProperty("playlist");
        Assert.Equal(mood.GetProperty("mood").GetString(), playlist.GetProperty("emotion").GetString());
        Assert.NotEqual(0, playlist.GetProperty("tracks").GetArrayLength());
    }

    [Fact]
    public async Task The_detector_forwards_streams_with_ranges()
    {
        _ = containers.Engine;
        var mood = await containers.AskAsync("api/mood?face=whole", Some.Bmp(48, 48));
        using var request = new HttpRequestMessage(HttpMethod.Get, FirstStream(mood));
        request.Headers.Range = new RangeHeaderValue(1000, 1999);

        using var response = await containers.Detector.SendAsync(request);

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal("audio/mpeg", response.Content.Headers.ContentType?.MediaType);
        Assert.Equal(1000, (await response.Content.ReadAsByteArrayAsync()).Length);
    }

    [Fact]
    public async Task The_image_finds_faces_and_reads_tags_with_no_package_of_the_system()
    {
        _ = containers.Engine;

        var model = await containers.Detector.GetFromJsonAsync<JsonElement>("api/model");
        var playlist = await containers.Player.GetFromJsonAsync<JsonElement>("api/playlists/happy");

        Assert.Equal("BlazeFace", model.GetProperty("faceFinder").GetString());
        var seconds = playlist.GetProperty("tracks")[0].GetProperty("durationSeconds"); // from the file
        Assert.InRange(seconds.GetDouble(), 30, 120);
    }

    [Fact]
    public async Task The_image_is_at_most_300_MB_above_its_base()
    {
        var runtime = Engine.BaseImages()[^1];
        var (own, below) = (await SizeAsync(Containers.Image), await SizeAsync(runtime));

        Assert.InRange(own - below, 0, 300_000_000);

        async Task<long> SizeAsync(string image) =>
            long.Parse(await containers.Engine.AskAsync("image", "inspect", "--format", "{{.Size}}", image), CultureInfo.InvariantCulture);
    }

    [Fact]
    public async Task Both_containers_serve_the_page()
    {
        _ = containers.Engine;

        Assert.Contains("<title>", await containers.Detector.GetStringAsync("/"));
        Assert.Contains("<title>", await containers.Player.GetStringAsync("/"));
    }

    [Fact]
    public async Task The_player_forwards_photos_to_its_detector()
    {
        _ = containers.Engine;

        using var response = await containers.Player.PostAsync(
            "api/mood", new ByteArrayContent(File.ReadAllBytes(Repository.Photo("one-face.png"))));
        var mood = await response.Content.ReadFromJsonAsync<JsonElement>();

        Assert.Equal(1, mood.GetProperty("faces").GetArrayLength());
        Assert.NotEqual(0, mood.GetProperty("playlist").GetProperty("tracks").GetArrayLength());
    }

    [Fact]
    public async Task The_player_uses_as_many_detectors_as_there_are()
    {
        var first = await containers.IdOfAsync("detector");
        string[] others = [await containers.AddDetectorAsync(), await containers.AddDetectorAsync()];
        try
        {
            // Whichever two stop, the third one reads the faces.
            foreach (var last in (string[])[.. others, first])
            {
                foreach (var id in (string[])[first, .. others])
                {
                    await containers.Engine.AskAsync([.. id == last ? new[] { "start" } : ["stop", "--time", "1"], id]);
                }

                var wait = await Containers.UntilAsync(ReadsFacesAsync, TimeSpan.FromSeconds(30), "no detector reads faces");
                Containers.Say($"one detector of three answers after {wait.TotalSeconds:0.0} s");
            }
        }
        finally
        {
            await containers.Engine.RunAsync("rm", "--force", others[0], others[1]);
            await containers.Engine.RunAsync("start", first);
        }

        async Task<bool> ReadsFacesAsync()
        {
            using var response = await containers.Player.PostAsync(
                "api/emotions?face=whole", new ByteArrayContent(Some.Bmp(48, 48)));
            return response.IsSuccessStatusCode;
        }
    }

    [Fact]
    public async Task Without_the_player_emotions_are_detected_and_music_returns_with_it()
    {
        var player = await containers.IdOfAsync("player");
        await containers.Engine.AskAsync("stop", player);
        try
        {
            var mood = await containers.AskAsync("api/mood?face=whole", Some.Bmp(48, 48));
            Assert.Equal(1, mood.GetProperty("faces").GetArrayLength());
            Assert.Equal(JsonValueKind.Null, mood.GetProperty("playlist").ValueKind);
            Assert.Contains("the player service is unavailable", mood.GetProperty("hint").GetString());

            using var playlist = await containers.Detector.GetAsync("api/playlists/happy");
            Assert.Equal(HttpStatusCode.ServiceUnavailable, playlist.StatusCode);
            Assert.Equal("application/problem+json", playlist.Content.Headers.ContentType?.MediaType);
            Assert.NotNull(playlist.Headers.RetryAfter);
        }
        finally
        {
            await containers.Engine.AskAsync("start", player);
            var wait = await Containers.ReadyAsync(containers.Player);
            Containers.Say($"player ready {wait.TotalSeconds:0.0} s after its start");
        }

        Containers.Say($"music again {(await containers.MusicAsync()).TotalSeconds:0.0} s later");
        var again = await containers.AskAsync("api/mood?face=whole", Some.Bmp(48, 48));
        var stream = await containers.Detector.GetByteArrayAsync(FirstStream(again));
        Assert.True(stream.Length > 100_000, $"{stream.Length} bytes of music");
    }

    [Fact]
    public async Task The_players_data_survives_a_restart()
    {
        var player = await containers.IdOfAsync("player");
        var id = await LikeAsync(containers.Detector);

        await containers.Engine.AskAsync("restart", "--time", "5", player);
        await Containers.ReadyAsync(containers.Player);

        Assert.Equal(id, await LikedAsync(containers.Player, containers.Detector.DefaultRequestHeaders.GetValues("Cookie")));
    }

    [Fact]
    public async Task The_second_compose_file_stores_data_in_PostgreSQL()
    {
        await containers.BuildDatabaseAsync();
        await using var project = new ComposeProject(
            containers.Engine, "docker-compose.yml", "docker-compose.postgresql.yml");
        await project.UpAsync("database", "player");
        using var player = Containers.ClientOf(project.PlayerPort);
        await Containers.ReadyAsync(player);
        await Containers.UntilAsync(
            async () => await TroubleAsync(player) is null, TimeSpan.FromSeconds(60), "the player has no database");
        var id = await LikeAsync(player);

        foreach (var service in new[] { "database", "player" })
        {
            await containers.Engine.AskAsync("restart", "--time", "5", await project.IdOfAsync(service));
        }

        await Containers.ReadyAsync(player);
        await Containers.UntilAsync(
            async () => await LikedAsync(player, player.DefaultRequestHeaders.GetValues("Cookie")) == id,
            TimeSpan.FromSeconds(30), "the like is gone");
        var status = await containers.Engine.AskAsync("exec", await project.IdOfAsync("database"), "cat", "/proc/1/status");
        Assert.DoesNotMatch(@"Uid:\s+0\s", status);
        Assert.Matches(@"CapEff:\s+0{16}", status);
    }

    [Theory]
    [InlineData("player")]
    [InlineData("detector")]
    public async Task A_container_is_healthy(string service)
    {
        var id = await containers.IdOfAsync(service);

        await Containers.UntilAsync(
            () => containers.Engine.IsHealthyAsync(id), TimeSpan.FromSeconds(30), $"{service} is not healthy");
    }

    [Fact]
    public async Task Telemetry_of_onnx_runtime_is_disabled()
    {
        var id = await containers.IdOfAsync("detector");

        var log = await containers.Engine.AskAsync("logs", id);

        Assert.Contains("ready at", log);
        Assert.DoesNotContain("telemetry", log); // it would warn about the read-only file system
    }

    [Theory]
    [InlineData("player")]
    [InlineData("detector")]
    public async Task A_container_runs_unprivileged_on_a_read_only_file_system(string service)
    {
        var id = await containers.IdOfAsync(service);

        var status = await containers.Engine.AskAsync("exec", id, "cat", "/proc/1/status");
        Assert.DoesNotMatch(@"Uid:\s+0\s", status);
        Assert.Matches(@"CapEff:\s+0{16}", status);
        Assert.Matches(@"NoNewPrivs:\s+1", status);
        foreach (var folder in new[] { "/", "/app", "/app/models", "/home" })
        {
            var touch = await containers.Engine.RunAsync("exec", id, "touch", $"{folder}/x");
            Assert.False(touch.Succeeded, $"{folder} can be written to");
            Assert.Contains("Read-only file system", touch.Output);
        }

        await containers.Engine.AskAsync("exec", id, "touch", "/tmp/x");
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_container_runs_both_roles_on_PORT(bool hasShell)
    {
        _ = containers.Engine;
        var image = hasShell ? Containers.Image : await containers.BuildWithoutShellAsync();
        var port = Containers.FreePort();
        var id = await containers.Engine.AskAsync(
            "run", "--detach", "--read-only", "--tmpfs", "/tmp", "--env", "PORT=7123",
            "--publish", $"127.0.0.1:{port}:7123", image);
        try
        {
            Assert.Equal(hasShell, (await containers.Engine.RunAsync("exec", id, "sh", "-c", "true")).Succeeded);
            using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
            var ready = await Containers.ReadyAsync(http);
            Containers.Say($"both roles in one container ready {ready.TotalSeconds:0.0} s after its start");

            using var response = await http.PostAsync("api/mood?face=whole", new ByteArrayContent(Some.Bmp(48, 48)));
            var mood = await response.Content.ReadFromJsonAsync<JsonElement>();
            Assert.NotEqual(0, mood.GetProperty("playlist").GetProperty("tracks").GetArrayLength());
        }
        finally
        {
            await containers.Engine.RunAsync("rm", "--force", id);
        }
    }

    // Likes a track, and keeps the listener's cookie; returns the track's id.
    private static async Task<string> LikeAsync(HttpClient client)
    {
        var playlist = await client.GetFromJsonAsync<JsonElement>("api/playlists/happy");
        var id = playlist.GetProperty("tracks")[0].GetProperty("id").GetString()!;
        using var response = await client.PutAsync($"api/tracks/{id}/like", null);
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
        client.DefaultRequestHeaders.Add("Cookie", response.Headers.GetValues("Set-Cookie").Single().Split(';')[0]);
        return id;
    }

    // The id of the track that a listener likes; null if there is none.
    private static async Task<string?> LikedAsync(HttpClient player, IEnumerable<string> cookie)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/library/tracks");
        request.Headers.Add("Cookie", cookie);
        using var response = await player.SendAsync(request);
        var tracks = await response.Content.ReadFromJsonAsync<JsonElement>();
        return tracks.EnumerateArray().Where(track => track.GetProperty("liked").GetBoolean())
            .Select(track => track.GetProperty("id").GetString()).SingleOrDefault();
    }

    private static async Task<string?> TroubleAsync(HttpClient player)
    {
        var library = await player.GetFromJsonAsync<JsonElement>("api/library");
        return library.GetProperty("tracks").GetInt32() == 0 ? "no tracks yet" : library.GetProperty("trouble").GetString();
    }

    private static string? FirstStream(JsonElement mood) =>
        mood.GetProperty("playlist").GetProperty("tracks")[0].GetProperty("streamUrl").GetString();
}
