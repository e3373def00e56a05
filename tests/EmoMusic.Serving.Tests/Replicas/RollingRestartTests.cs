using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Tests.Player.Data;

namespace EmoMusic.Serving.Tests.Replicas;

/// <summary>
/// Three players on one PostgreSQL and two detectors before them, as processes, replaced and killed as Kubernetes would.
/// </summary>
[Collection<Waiting>]
public sealed class RollingRestartTests(PostgreSql postgreSql)
{
    private string database = "";

    [Fact]
    public async Task A_rolling_restart_of_everything_fails_no_request_and_cuts_no_track()
    {
        using var music = new TemporaryFolder();
        AddTracks(music, 0, 20);
        Some.File(music, "sad/long.wav", Some.Wav(seconds: 2500)); // 20 MB: no buffer on the way holds it
        await using var players = await PlayersAsync(music, 3);
        await using var detectors = new Deployment("--roles", "detector", "--Player:BaseUrl", $"{players.Address}");
        await detectors.StartAsync(2);
        using var http = new HttpClient { BaseAddress = detectors.Address };
        var visitors = Enumerable.Range(0, 2).Select(number => new Visitor(detectors.Address, number)).ToList();
        using var stop = new CancellationTokenSource();
        var visits = visitors.Select(visitor => visitor.VisitAsync(stop.Token)).ToList();
        var track = (await http.TracksAsync("sad"))[0].Text("streamUrl");
        using var stream = await http.GetAsync(track, HttpCompletionOption.ResponseHeadersRead);

        var restarts = Task.WhenAll(players.RestartAsync(), detectors.RestartAsync());
        var heard = ListenAsync(await stream.Content.ReadAsStreamAsync(), TimeSpan.FromSeconds(8));
        var codes = await restarts;
        await Task.Delay(500);
        await stop.CancelAsync();
        await Task.WhenAll(visits);

        Assert.Equal([0, 0, 0, 0, 0], codes.SelectMany(code => code));
        var failures = visitors.SelectMany(visitor => visitor.Failures).ToList();
        Assert.True(failures.Count == 0, string.Join('\n', failures));
        Assert.True(visitors.Sum(visitor => visitor.Answered) > 200, $"only {visitors.Sum(visitor => visitor.Answered)} requests");
        Assert.Equal(stream.Content.Headers.ContentLength, await heard);
        visitors.ForEach(visitor => visitor.Dispose());
    }

    [Fact]
    public async Task Killing_the_scanner_loses_nothing_and_another_replica_takes_over_within_ten_seconds()
    {
        const int Before = 20;
        const int Added = 600;
        using var music = new TemporaryFolder();
        AddTracks(music, 0, Before);
        await using var players = await PlayersAsync(music, 1); // the one that scans
        await players.StartAsync(2);
        var scanner = players.Processes[0].Http;
        var survivors = players.Processes.Skip(1).Select(process => process.Http).ToList();
        var liked = (await LibraryAsync(survivors[0])).Take(5).Select(each => each.Text("id")).ToHashSet();
        foreach (var id in liked)
        {
            using var answer = await SendAsync(scanner, HttpMethod.Put, $"api/tracks/{id}/like");
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }

        AddTracks(music, Before, Added);
        await Eventually.TrueAsync(async () => await StoredAsync() is > Before and < Before + Added, TimeSpan.FromSeconds(20));
        await players.KillFirstAsync();
        var clock = Stopwatch.StartNew();
        var stored = await StoredAsync();

        await Eventually.TrueAsync(async () => await StoredAsync() > stored, TimeSpan.FromSeconds(10));
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 10);
        await Eventually.TrueAsync(
            async () => (await CountAsync(survivors[0]), await CountAsync(survivors[1])) == (Before + Added, Before + Added),
            TimeSpan.FromSeconds(30));
        foreach (var survivor in survivors)
        {
            var tracks = await LibraryAsync(survivor);
            Assert.Equal(Before + Added, tracks.Select(each => each.Text("title")).Distinct().Count());
            Assert.Equal(liked, tracks.Where(each => each.GetProperty("liked").GetBoolean()).Select(each => each.Text("id")).ToHashSet());
        }

        // From the database, because players refresh their catalogs only now and then.
        async Task<long> StoredAsync()
        {
            await using var connection = new Npgsql.NpgsqlConnection(database);
            await connection.OpenAsync();
            await using var count = new Npgsql.NpgsqlCommand("""SELECT count(*) FROM "Tracks" WHERE "Title" LIKE 'song %'""", connection);
            return (long)(await count.ExecuteScalarAsync())!;
        }
    }

    private async Task<Deployment> PlayersAsync(TemporaryFolder music, int count)
    {
        database = await postgreSql.NewDatabaseAsync();
        var players = new Deployment(
            "--roles", "player", "--Player:Library", music.Path, "--Player:Database", database, "--Player:Analyse", "false");
        await players.StartAsync(1);
        await players.StartAsync(count - 1);
        return players;
    }

    private static void AddTracks(TemporaryFolder music, int first, int count)
    {
        for (var number = first; number < first + count; number++)
        {
            Some.File(music, $"happy/{number}.wav", MadeMusic.Wav(
                0.5, 0.5, number, seconds: 0.1, new Dictionary<string, string> { ["INAM"] = $"song {number}" }));
        }
    }

    private static async Task<int> CountAsync(HttpClient http) =>
        (await http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("tracks").GetInt32();

    private static async Task<List<JsonElement>> LibraryAsync(HttpClient http)
    {
        var all = new List<JsonElement>();
        while (true)
        {
            using var answer = await SendAsync(http, HttpMethod.Get, $"api/library/tracks?q=song&skip={all.Count}&take=200");
            var page = await answer.Content.ReadFromJsonAsync<JsonElement>();
            if (page.GetArrayLength() == 0)
            {
                return all;
            }

            all.AddRange(page.EnumerateArray());
        }
    }

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, HttpMethod method, string path)
    {
        var request = new HttpRequestMessage(method, path);
        request.Headers.Add("Cookie", "listener=0123456789abcdef0123456789abcdef");
        return http.SendAsync(request);
    }

    // At an even pace, so that the track ends when everything has been replaced; returns its bytes.
    private static async Task<long> ListenAsync(Stream stream, TimeSpan length)
    {
        var (buffer, heard, clock) = (new byte[65536], 0L, Stopwatch.StartNew());
        while (await stream.ReadAsync(buffer) is > 0 and var read)
        {
            heard += read;
            var due = length * heard / 20_000_000.0;
            await Task.Delay(due > clock.Elapsed ? due - clock.Elapsed : TimeSpan.Zero);
        }

        return heard;
    }
}
