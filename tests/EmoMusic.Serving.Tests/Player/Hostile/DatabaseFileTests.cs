using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Tests.Player.Data;
using Microsoft.Data.Sqlite;

namespace EmoMusic.Serving.Tests.Player.Hostile;

/// <summary>Section F: the database.</summary>
[Collection<Alone>]
public sealed class DatabaseFileTests(PostgreSql postgreSql) : IDisposable
{
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
    public async Task Sqlite_is_in_WAL_from_the_first_byte()
    {
        await using var service = await TestServer.PlayingAsync(music.Path);
        await using var file = new FileStream(service.DatabaseFile, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
        var header = new byte[100];
        await file.ReadExactlyAsync(header);

        Assert.Equal([2, 2], header[18..20]); // write and read version
    }

    [Fact]
    public async Task A_newer_schema_stops_the_program_before_it_touches_anything()
    {
        await using (await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection))
        {
        }

        Execute("INSERT INTO \"__EFMigrationsHistory\" VALUES ('29990101000000_Future', '99.0.0')");
        var before = Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(memory["player.db"])));

        var error = await Assert.ThrowsAsync<StartupException>(() => TestServer.StartAsync("--roles", "player", "--Player:Database", Connection));

        Assert.StartsWith(
            $"{memory["player.db"]}: a newer version of EmoMusic wrote this database (schema 29990101000000_Future; this version knows up to ",
            error.Message);
        SqliteConnection.ClearAllPools();
        Assert.Equal(before, Convert.ToHexString(System.Security.Cryptography.SHA256.HashData(await File.ReadAllBytesAsync(memory["player.db"]))));
    }

    [Fact]
    public async Task A_damaged_file_is_set_aside_and_its_likes_are_saved()
    {
        foreach (var number in Enumerable.Range(0, 60))
        {
            Some.File(music, $"happy/{number}.mp3", Some.Mp3(("TIT2", $"song {number}"), ("TALB", new string('x', 200))));
        }

        var cookie = "";
        await using (var first = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection))
        {
            foreach (var track in (await first.GetAsync("api/library/tracks")).EnumerateArray())
            {
                using var like = await first.Http.PutAsync($"api/tracks/{track.Text("id")}/like", null);
                cookie = like.Headers.TryGetValues("Set-Cookie", out var set) ? set.Single().Split(';')[0] : cookie;
            }
        }

        SqliteConnection.ClearAllPools();
        Execute("PRAGMA wal_checkpoint(TRUNCATE)");
        SqliteConnection.ClearAllPools();
        Damage(memory["player.db"]);

        await using var second = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);

        var broken = Assert.Single(Directory.GetFiles(memory.Path, "player.db.broken-*"), file => !file.EndsWith("-wal") && !file.EndsWith("-shm"));
        var trouble = (await second.GetAsync("api/library")).Text("trouble");
        Assert.StartsWith($"The database was damaged. It was set aside as {Path.GetFileName(broken)}, and a new one has begun with 60 likes", trouble);
        second.Http.DefaultRequestHeaders.Add("Cookie", cookie);
        Assert.Equal(60, (await second.GetAsync("api/library")).GetProperty("tracks").GetInt32());
        var tracks = await second.GetAsync("api/library/tracks");
        Assert.InRange(tracks.EnumerateArray().Count(track => track.GetProperty("liked").GetBoolean()), 40, 60); // one page is lost
    }

    [Fact]
    public async Task Bytes_that_are_no_database_are_set_aside()
    {
        await File.WriteAllBytesAsync(memory["player.db"], [.. Enumerable.Repeat((byte)'x', 8192)]);
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);

        Assert.Single(await service.TracksAsync("happy"));
        Assert.Single(Directory.GetFiles(memory.Path, "player.db.broken-*"));
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_left_alone()
    {
        File.WriteAllText(memory["letter.txt"], "Dear reader");

        var error = await Assert.ThrowsAsync<StartupException>(
            () => TestServer.ListenAsync("--Player:Database", $"Data Source={memory["letter.txt"]}"));

        Assert.Equal($"{memory["letter.txt"]}: found no SQLite database, expected one, or a file that does not exist yet. "
            + "Set Player:Database to another file. Nothing was changed.", error.Message);
        Assert.Equal("Dear reader", File.ReadAllText(memory["letter.txt"]));
    }

    [Fact]
    public async Task Another_programs_database_is_left_alone()
    {
        await using (var other = new SqliteConnection($"Data Source={memory["player.db"]};Pooling=false"))
        {
            await other.OpenAsync(TestContext.Current.CancellationToken);
            await using var create = other.CreateCommand();
            create.CommandText = "CREATE TABLE songs (title TEXT)";
            await create.ExecuteNonQueryAsync(TestContext.Current.CancellationToken);
        }

        var before = File.ReadAllBytes(memory["player.db"]);
        var error = await Assert.ThrowsAsync<StartupException>(() => TestServer.ListenAsync("--Player:Database", Connection));

        Assert.Equal($"{memory["player.db"]}: found another program's tables (songs), expected EmoMusic's. "
            + "Set Player:Database to another file. Nothing was changed.", error.Message);
        Assert.Equal(before, File.ReadAllBytes(memory["player.db"]));
    }

    [Fact]
    public async Task The_second_program_on_a_file_says_so_and_plays()
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        await using var first = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);
        await using var second = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);

        Assert.Equal(JsonValueKind.Null, (await first.GetAsync("api/library")).GetProperty("trouble").ValueKind);
        Assert.Equal(
            "Another EmoMusic uses player.db and scans the library into it; this one plays and remembers, but does not scan. "
            + "Stop one of them, or set Player:Database to another file.", (await second.GetAsync("api/library")).Text("trouble"));
        Assert.Single(await second.TracksAsync("happy"));
    }

    [Fact]
    public async Task Two_libraries_share_a_PostgreSQL()
    {
        var connection = await postgreSql.NewDatabaseAsync();
        Some.File(music, "one/happy/a.mp3", Some.Mp3(("TIT2", "one's")));
        Some.File(music, "two/happy/a.mp3", Some.Mp3(("TIT2", "two's"), ("TPE1", "a\0b")));
        await using var one = await TestServer.PlayingAsync(music["one"], "--Player:Database", connection);
        await using var two = await TestServer.PlayingAsync(music["two"], "--Player:Database", connection);
        await one.ScanAsync();
        await two.ScanAsync();

        Assert.Equal("one's", Assert.Single(await one.TracksAsync("happy")).Text("title"));
        Assert.Equal("two's", Assert.Single(await two.TracksAsync("happy")).Text("title"));
    }

    [Fact]
    public async Task An_export_of_50000_plays_is_streamed()
    {
        Some.File(music, "happy/a.mp3", Some.Mp3(("TIT2", "a")));
        await using var service = await TestServer.PlayingAsync(music.Path, "--Player:Database", Connection);
        var listener = new string('a', 32);
        var track = (await service.TracksAsync("happy"))[0].Text("id");
        Execute($"""
            INSERT INTO Listeners (Id, Since, KeepsHistory) VALUES ('{listener}', 0, 1);
            WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 50000)
            INSERT INTO Plays (Id, ListenerId, TrackId, Mood, At, Seconds, Finished) SELECT printf('%032x', i), '{listener}', '{track}', 'Happy', i, 1, 1 FROM n
            """);
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/listener/history.csv");
        request.Headers.Add("Cookie", $"listener={listener}");
        var before = GC.GetTotalAllocatedBytes();

        using var response = await service.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        await using var body = await response.Content.ReadAsStreamAsync();
        var first = new byte[1000];
        await body.ReadExactlyAsync(first);
        var atStart = GC.GetTotalAllocatedBytes() - before;
        using var rest = new StreamReader(body);
        var lines = 0;
        while (await rest.ReadLineAsync() is not null)
        {
            lines++;
        }

        Assert.Null(response.Content.Headers.ContentLength); // it began before it was known to its end
        Assert.InRange(lines, 49_980, 50_000);
        Assert.InRange(atStart, 0, 20_000_000);
    }

    private void Execute(string sql)
    {
        using var connection = new SqliteConnection($"{Connection};Pooling=false");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    // Overwrites pages in the second half: those of tracks, which were written last.
    private static void Damage(string file)
    {
        using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        var pages = stream.Length / 4096;
        stream.Position = (pages - 1) * 4096;
        stream.Write(new byte[4096].Select((_, i) => (byte)(i * 31)).ToArray());
    }
}
