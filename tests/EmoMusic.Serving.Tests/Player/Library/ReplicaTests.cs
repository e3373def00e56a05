using System.Net;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Tests.Player.Data;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace EmoMusic.Serving.Tests.Player.Library;

/// <summary>Several players share a PostgreSQL and a library: one of them scans.</summary>
[Collection<Waiting>]
public sealed class ReplicaTests(PostgreSql postgreSql)
{
    [Fact]
    public async Task One_replica_scans_and_another_takes_over_when_it_stops()
    {
        using var music = new TemporaryFolder();
        Song(music, "happy");
        var database = await postgreSql.NewDatabaseAsync();
        string[] args = ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", database,
            "--Player:FolderCheckSeconds", "1"];
        await using var first = await TestServer.StartAsync(args);
        await Eventually.TrueAsync(async () => (await first.TracksAsync("happy")).Count == 1);
        await using var second = await TestServer.StartAsync(args);
        await using var third = await TestServer.StartAsync(args);

        Assert.False(IsShared(first));
        Assert.True(IsShared(second) && IsShared(third));
        Assert.Single(await second.TracksAsync("happy")); // from the shared database, ready with it
        Assert.DoesNotContain(second.Log, line => line.Contains("duplicate key", StringComparison.Ordinal));

        await first.StopAsync();
        await Eventually.TrueAsync(() => !IsShared(second) || !IsShared(third));
        Song(music, "sad");
        await Eventually.TrueAsync(async () => (await second.TracksAsync("sad")).Count == 1);
        await Eventually.TrueAsync(async () => (await third.TracksAsync("sad")).Count == 1);
        Assert.NotEqual(IsShared(second), IsShared(third));
    }

    [Fact]
    public async Task Another_replica_takes_over_within_ten_seconds_however_seldom_it_looks_at_the_folder()
    {
        using var music = new TemporaryFolder();
        Song(music, "happy");
        string[] args = ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", await postgreSql.NewDatabaseAsync(),
            "--Player:FolderCheckSeconds", "60"];
        await using var first = await TestServer.StartAsync(args);
        await using var second = await TestServer.StartAsync(args);
        await Eventually.TrueAsync(() => IsShared(second));

        await first.StopAsync();

        await Eventually.TrueAsync(() => !IsShared(second));
    }

    [Fact]
    public async Task PostgreSQL_asks_within_seconds_whether_a_silent_replica_is_still_there()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "the timers of connections are read from /proc");
        var database = await postgreSql.NewDatabaseAsync();
        var (host, port) = ("0100007F", new NpgsqlConnectionStringBuilder(database).Port);
        await using var scanLock = new PostgreSqlScanLock($"{database[..database.IndexOf("Database", StringComparison.Ordinal)]}Database=postgres", "music");

        Assert.True(await scanLock.TryTakeAsync(TestContext.Current.CancellationToken));

        // "sl local remote state queues timer:when": timer 2 is keepalive, 'when' in hundredths of a second.
        await Eventually.TrueAsync(() => File.ReadLines("/proc/net/tcp").Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Any(line => line[1] == $"{host}:{port:X4}" && line[5].Split(':') is ["02", var when]
                && Convert.ToInt32(when, 16) is > 0 and < 300));
    }

    [Fact]
    public async Task Likes_made_on_one_replica_steer_the_lists_of_another()
    {
        const int Listeners = 8; // each asks once: a second list avoids the tracks of the first
        using var music = new TemporaryFolder();
        Some.Tracks(music, [.. Enumerable.Range(0, 120).Select(number => $"happy/{number}.wav")]);
        string[] args = ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", await postgreSql.NewDatabaseAsync()];
        await using var one = await TestServer.PlayingAsync(music.Path, args);
        await using var another = await TestServer.StartAsync(args);
        var ids = (await one.GetAsync("api/library/tracks")).EnumerateArray().Select(track => track.Text("id")!).Order().ToList();
        var liked = ids.Take(5).ToHashSet();
        var given = new List<string>();
        foreach (var listener in Enumerable.Range(0, Listeners))
        {
            using var toOne = As(one, listener);
            foreach (var id in liked)
            {
                (await toOne.PutAsync($"api/tracks/{id}/like", null)).EnsureSuccessStatusCode();
            }

            using var toAnother = As(another, listener);
            given.AddRange((await toAnother.TracksAsync("happy")).Select(track => track.Text("id")!));
        }

        var (favourites, others) = (given.Count(liked.Contains) / 5.0, given.Count(id => !liked.Contains(id)) / 115.0);
        Assert.True(favourites > 1.5 * others, $"favourites were given {favourites:0.0} times, others {others:0.0} times");

        static HttpClient As(TestServer server, int listener)
        {
            var http = server.NewListener();
            http.DefaultRequestHeaders.Add("Cookie", $"listener={new string((char)('1' + listener), 32)}");
            return http;
        }
    }

    [Fact]
    public async Task Many_requests_at_once_need_no_more_connections_than_PostgreSQL_has()
    {
        using var music = new TemporaryFolder();
        await using var server = new PostgreSql(); // others' idle connections would count
        var database = await server.NewDatabaseAsync();
        var replicas = new List<TestServer>();
        foreach (var name in new[] { "one", "two", "three" })
        {
            replicas.Add(await TestServer.StartAsync(
                "--roles", "player", "--Player:Library", music.Path,
                "--Player:Database", $"{database};Application Name={name}")); // in one process, or they would share connections
        }

        var answers = await Task.WhenAll(replicas.SelectMany(replica => Enumerable.Range(0, 150).Select(async _ =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "api/listener/history");
            request.Headers.Add("Cookie", $"listener={new string('a', 32)}");
            using var answer = await replica.Http.SendAsync(request);
            return answer.StatusCode;
        })));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.OK, answer));
        await Task.WhenAll(replicas.Select(replica => replica.DisposeAsync().AsTask()));
    }

    private static void Song(TemporaryFolder music, string mood)
    {
        Directory.CreateDirectory(music[mood]);
        File.Copy(Repository.At("serving/music/happy/EmoMusic Big Band - Good Shoes.mp3"), Path.Combine(music[mood], "song.mp3"));
    }

    private static bool IsShared(TestServer server) => server.Services.GetRequiredService<PlayerDatabase>().IsShared;
}
