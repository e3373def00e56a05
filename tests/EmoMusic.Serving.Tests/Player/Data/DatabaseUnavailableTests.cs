using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EmoMusic.Serving.Tests.Player.Data;

/// <summary>While the database is locked, full or unreachable, music plays and writes return 503.</summary>
[Collection<Waiting>]
public sealed class DatabaseUnavailableTests : IDisposable
{
    private const string Sentence = "The player's database is unavailable. Music keeps playing; try again in a moment.";
    private const string MayBeOutOfDate = "The player's database is unavailable, so the library may be out of date.";

    private readonly TemporaryFolder music = new();
    private readonly TemporaryFolder memory = new();

    public DatabaseUnavailableTests() => Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        music.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task A_locked_database_rejects_writes_until_it_is_unlocked()
    {
        await using var service = await TestServer.PlayingAsync(music.Path);
        var track = Assert.Single(await service.TracksAsync("happy"));
        await WriteAsync(service, track, HttpStatusCode.NoContent);
        using (var other = new SqliteConnection($"Data Source={service.DatabaseFile};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "BEGIN EXCLUSIVE";
            command.ExecuteNonQuery();

            await WriteAsync(service, track, HttpStatusCode.ServiceUnavailable);
            Some.File(music, "happy/b.mp3", Some.Mp3(("TIT2", "b")));
            await service.ScanAsync();
            Assert.Equal(MayBeOutOfDate, (await service.GetAsync("api/library")).Text("trouble"));
            await AssertPlaysAsync(service);
            Assert.Contains(service.Log, line => line.Contains("the player's database is unavailable"));
            Assert.DoesNotContain(service.Log, line => line.Contains("   at ")); // a sentence, no stack trace
        }

        await WriteAsync(service, track, HttpStatusCode.NoContent);
        await service.ScanAsync();
        Assert.Equal(["a", "b"], (await service.TracksAsync("happy")).Select(each => each.Text("title")));
        Assert.Equal(JsonValueKind.Null, (await service.GetAsync("api/library")).GetProperty("trouble").ValueKind);
    }

    [Fact]
    public async Task A_database_locked_at_startup_is_opened_once_it_is_unlocked()
    {
        var connection = $"Data Source={memory["player.db"]}";
        await using var service = await StartLockedAsync(connection);

        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy")).Count == 1, TimeSpan.FromSeconds(30));
    }

    [Fact]
    public async Task A_full_disk_rejects_writes_until_there_is_space()
    {
        Assert.SkipUnless(await RunAsync("mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", memory.Path), "needs the right to mount");
        try
        {
            await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", $"Data Source={memory["player.db"]}");
            var track = Assert.Single(await service.TracksAsync("happy"));
            using var on = await service.Http.PutAsJsonAsync("api/listener/history", new { keep = true });
            using var before = await service.Http.PostAsJsonAsync("api/listener/moods", new { mood = "sad" });
            FillUp();

            HttpResponseMessage answer;
            do
            {
                answer = await service.Http.PostAsJsonAsync("api/listener/moods", new { mood = "happy" }); // until the log is full
            }
            while (answer.StatusCode == HttpStatusCode.NoContent);

            Assert.Equal(Sentence, await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable));
            await AssertPlaysAsync(service);
            File.Delete(memory["filler"]);
            await WriteAsync(service, track, HttpStatusCode.NoContent);
            Assert.Contains((await service.GetAsync("api/listener/history")).GetProperty("moods").EnumerateArray(), each => each.Text("mood") == "sad");
            FillUp();
            await using (var restarted = await TestServer.StartAsync(
                "--roles", "player", "--Player:Library", music.Path, "--Player:Database", $"Data Source={memory["player.db"]}"))
            {
                await AssertPlaysAsync(restarted); // reading works on a full disk
            }
        }
        finally
        {
            SqliteConnection.ClearAllPools();
            Assert.True(await RunAsync("umount", memory.Path));
        }
    }

    [Theory]
    [InlineData("Host=127.0.0.1;Port=1;Username=nobody;Timeout=1")]
    [InlineData("Data Source=/dev/null/player.db")]
    public async Task An_unreachable_database_is_reported_and_the_service_keeps_running(string connection)
    {
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", connection);

        Assert.Equal(MayBeOutOfDate, (await service.GetAsync("api/library")).Text("trouble"));
        Assert.Equal(MayBeOutOfDate, (await service.GetAsync("api/playlists/happy")).Text("hint"));
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/listener/history");
        request.Headers.Add("Cookie", $"listener={new string('a', 32)}");
        using var history = await service.Http.SendAsync(request);
        Assert.Equal(Sentence, await history.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.Equal(TimeSpan.FromSeconds(5), history.Headers.RetryAfter!.Delta);
    }

    [Fact]
    public async Task A_restarted_PostgreSQL_is_reconnected()
    {
        await using var server = new PostgreSql(); // not the one shared with other tests
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", await server.NewDatabaseAsync());
        var track = Assert.Single(await service.TracksAsync("happy"));
        await WriteAsync(service, track, HttpStatusCode.NoContent);

        await server.StopAsync();
        await WriteAsync(service, track, HttpStatusCode.ServiceUnavailable);
        await AssertPlaysAsync(service);

        await server.StartAsync();
        await WriteAsync(service, track, HttpStatusCode.NoContent);
    }

    [Fact]
    public async Task A_frozen_PostgreSQL_keeps_nobody_waiting_for_music()
    {
        await using var server = new PostgreSql();
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", await server.NewDatabaseAsync());
        var track = Assert.Single(await service.TracksAsync("happy"));
        await WriteAsync(service, track, HttpStatusCode.NoContent);

        await using (await server.FreezeAsync())
        {
            Assert.InRange(await TimeAsync(() => AssertPlaysAsync(service)), 0, 8); // two seconds each to read and to write
            Assert.InRange(await TimeAsync(() => WriteAsync(service, track, HttpStatusCode.ServiceUnavailable)), 0, 15);
            for (var list = 0; list < 10; list++)
            {
                Assert.InRange(await TimeAsync(() => AssertPlaysAsync(service)), 0, 6);
                Assert.InRange(await TimeAsync(() => WriteAsync(service, track, HttpStatusCode.ServiceUnavailable)), 0, 10);
            }

            Assert.InRange(
                await TimeAsync(() => Task.WhenAll(Enumerable.Range(0, 200).Select(_ => AssertPlaysAsync(service)))), 0, 8);
        }

        await Eventually.TrueAsync(async () =>
        {
            using var liked = await service.Http.PutAsync($"api/tracks/{track.Text("id")}/like", null);
            return liked.IsSuccessStatusCode;
        });
        await Eventually.TrueAsync(async () => (await service.TracksAsync("happy"))[0].GetProperty("liked").GetBoolean());

        static async Task<double> TimeAsync(Func<Task> work)
        {
            var clock = Stopwatch.StartNew();
            await work();
            return clock.Elapsed.TotalSeconds;
        }
    }

    private async Task<TestServer> StartLockedAsync(string connection)
    {
        using var other = new SqliteConnection($"{connection};Pooling=False");
        other.Open();
        using var command = other.CreateCommand();
        command.CommandText = "BEGIN EXCLUSIVE";
        command.ExecuteNonQuery();
        var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", connection);
        Assert.Equal(MayBeOutOfDate, (await service.GetAsync("api/library")).Text("trouble"));
        return service;
    }

    private void FillUp()
    {
        using var filler = new FileStream(memory["filler"], FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                filler.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            // full
        }
    }

    private static async Task AssertPlaysAsync(TestServer service)
    {
        var track = (await service.TracksAsync("happy"))[0];
        Assert.NotEmpty(await service.Http.GetByteArrayAsync(track.Text("streamUrl")));
    }

    private static async Task WriteAsync(TestServer service, JsonElement track, HttpStatusCode status)
    {
        using var response = await service.Http.PostAsJsonAsync(
            $"api/tracks/{track.Text("id")}/plays", new { mood = "happy", seconds = 1, finished = true });
        Assert.Equal(status, response.StatusCode);
        if (status == HttpStatusCode.ServiceUnavailable)
        {
            Assert.Equal(Sentence, await response.ProblemAsync(status));
        }
    }

    private static async Task<bool> RunAsync(string program, params string[] args)
    {
        using var process = Process.Start(new ProcessStartInfo(program, args) { RedirectStandardError = true })!;
        await process.WaitForExitAsync();
        return process.ExitCode == 0;
    }
}
