using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.Data.Sqlite;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>A player that is killed at any moment recovers when it is restarted.</summary>
[Collection<Waiting>]
public sealed class InterruptedScanTests : IDisposable
{
    private const int Batch = 1200;

    private readonly TemporaryFolder music = new();
    private readonly TemporaryFolder memory = new();

    private string Connection => $"Data Source={memory["player.db"]}";

    public void Dispose()
    {
        SqliteConnection.ClearAllPools();
        music.Dispose();
        memory.Dispose();
    }

    [Fact]
    public async Task An_interrupted_scan_resumes_without_losses_or_duplicates()
    {
        var (files, known) = (0, 0L);
        while (known == files && files < 10 * Batch) // a scan may be too fast to be killed
        {
            foreach (var number in Enumerable.Range(files, Batch))
            {
                Some.File(music, $"happy/{number}.mp3", Some.Mp3(("TIT2", $"{number}")));
            }

            files += Batch;
            await using (var first = await StartAsync())
            {
                await Eventually.TrueAsync(async () => (await StateAsync(first)).GetProperty("done").GetInt32() > 0, TimeSpan.FromSeconds(60));
            }

            known = Scalar("SELECT count(*) FROM Tracks");
        }

        Assert.InRange(known, 1, files - 1);
        JsonElement liked;
        string cookie;

        await using (var second = await StartAsync()) // tracks indexed before play during the scan
        {
            await Eventually.TrueAsync(async () => await CountAsync(second) >= known);
            liked = (await second.Http.TracksAsync("happy"))[0];
            using var response = await second.Http.PutAsync($"api/tracks/{liked.Text("id")}/like", null);
            cookie = response.Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        }

        await using var third = await StartAsync();
        using var rest = new HttpRequestMessage(HttpMethod.Get, liked.Text("streamUrl"));
        rest.Headers.Range = new RangeHeaderValue(1000, null);
        using var sound = await third.Http.SendAsync(rest); // immediately: the page keeps playing
        var whole = await File.ReadAllBytesAsync(music[$"happy/{liked.Text("title")}.mp3"]);
        Assert.Equal(whole[1000..], await sound.Content.ReadAsByteArrayAsync());

        await third.Http.ScanAsync();
        Assert.Equal(files, await CountAsync(third));
        Assert.Equal(files, Scalar("SELECT count(*) FROM Tracks"));
        Assert.Equal(files, Scalar("SELECT count(DISTINCT Title) FROM Tracks"));
        third.Http.DefaultRequestHeaders.Add("Cookie", cookie);
        var tracks = await third.Http.GetFromJsonAsync<JsonElement>($"api/library/tracks?q={liked.Text("title")}");
        Assert.True(tracks.EnumerateArray().Single(track => track.Text("id") == liked.Text("id")).GetProperty("liked").GetBoolean());
    }

    [Fact]
    public async Task A_stale_migration_lock_is_removed()
    {
        Some.File(music, "happy/a.mp3", Some.Mp3());
        Scalar("""
            CREATE TABLE "__EFMigrationsLock" ("Id" INTEGER NOT NULL PRIMARY KEY, "Timestamp" TEXT NOT NULL);
            INSERT INTO "__EFMigrationsLock" VALUES (1, datetime('now')); SELECT 1
            """);

        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);

        Assert.Single(await service.TracksAsync("happy"));
    }

    private Task<ServerProcess> StartAsync() => ServerProcess.StartAsync(
        ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", Connection],
        new Dictionary<string, string?>());

    private static async Task<int> CountAsync(ServerProcess program) =>
        (await program.Http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("tracks").GetInt32();

    private static async Task<JsonElement> StateAsync(ServerProcess program) =>
        (await program.Http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("scan");

    private long Scalar(string sql)
    {
        using var connection = new SqliteConnection(Connection);
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (long)command.ExecuteScalar()!;
    }
}
