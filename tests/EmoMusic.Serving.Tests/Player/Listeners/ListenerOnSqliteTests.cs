using System.Net;
using EmoMusic.Serving.Player.Listeners;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Player.Listeners;

public sealed class ListenerOnSqliteTests : ListenerTests
{
    private const int EventsPerListener = 400; // enough pages that SQLite moves rows between them

    [Fact]
    public async Task Rows_moved_within_the_file_are_purged()
    {
        var listeners = Enumerable.Range(0, 10).Select(number => $"{number}".PadLeft(32, 'e')).ToArray();
        await WriteMoodEventsAsync(listeners);

        foreach (var listener in listeners[1..])
        {
            Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(listener));
            Assert.Equal(0, CountInFiles(listener));
        }

        Assert.NotEqual(0, CountInFiles(listeners[0]));
    }

    [Theory]
    [InlineData(300, HttpStatusCode.NoContent)] // ms
    [InlineData(4000, HttpStatusCode.ServiceUnavailable)]
    public async Task Deletion_waits_for_readers_up_to_a_timeout(int milliseconds, HttpStatusCode expected)
    {
        var listener = new string('e', 32);
        await WriteMoodEventsAsync([listener]);
        await using var database = await OpenAsync();
        await using var reading = database.BeginTransaction(deferred: true);
        await ExecuteAsync(database, "SELECT COUNT(*) FROM Readings");
        var over = Task.Delay(milliseconds).ContinueWith(_ => reading.Rollback(), TaskScheduler.Default);

        Assert.Equal(expected, await ForgetAsync(listener));

        await over;
        Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(listener)); // after the reader has finished
        Assert.Equal(0, CountInFiles(listener));
    }

    [Fact]
    public async Task Forgetting_a_listener_who_does_not_exist_does_not_rewrite_the_database()
    {
        await ForgetAsync(new string('e', 32)); // a server's first deletion always purges
        await using var database = await OpenAsync();
        await using var reading = database.BeginTransaction(deferred: true);
        await ExecuteAsync(database, "SELECT COUNT(*) FROM Readings");

        Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(new string('f', 32))); // a purge would wait for the reader
    }

    [Fact]
    public async Task Listeners_forgotten_at_once_are_all_purged()
    {
        var listeners = Enumerable.Range(0, 12).Select(number => $"{number}".PadLeft(32, 'e')).ToArray();
        await WriteMoodEventsAsync(listeners);

        var answers = await Task.WhenAll(listeners[1..].Select(ForgetAsync));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.NoContent, answer));
        Assert.All(listeners[1..], listener => Assert.Equal(0, CountInFiles(listener)));
        Assert.NotEqual(0, CountInFiles(listeners[0]));
    }

    [Fact]
    public async Task A_large_database_is_not_rewritten_by_a_request_but_once_a_day()
    {
        var listener = new string('e', 32);
        await WriteMoodEventsAsync([listener]);
        await using var database = await OpenAsync();
        await ExecuteAsync(database, "CREATE TABLE Bulk AS SELECT zeroblob(110000000) AS Bytes");
        await using (var reading = database.BeginTransaction(deferred: true))
        {
            await ExecuteAsync(database, "SELECT COUNT(*) FROM Readings");
            Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(listener)); // a purge would wait for the reader
        }

        await Server.Services.GetRequiredService<ListenerSweep>().PurgeAsync(TestContext.Current.CancellationToken);

        Assert.Equal(0, CountInFiles(listener));
    }

    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);

    protected override IEnumerable<string> DatabaseFiles() =>
        new[] { "", "-wal", "-journal" }.Select(end => Server.DatabaseFile + end).Where(File.Exists);

    protected override Task FlushAsync() => Task.CompletedTask;

    private async Task<HttpStatusCode> ForgetAsync(string listener)
    {
        using var http = Server.NewListener();
        http.DefaultRequestHeaders.Add("Cookie", $"listener={listener}");
        using var forgotten = await http.DeleteAsync("api/listener");
        return forgotten.StatusCode;
    }

    // Interleaved, in a reproducible order.
    private async Task WriteMoodEventsAsync(string[] listeners)
    {
        var turns = Enumerable.Range(0, listeners.Length * EventsPerListener).ToArray();
        new Random(0).Shuffle(turns);
        await using var database = await OpenAsync();
        await using var all = database.BeginTransaction();
        foreach (var turn in turns)
        {
            var listener = listeners[turn % listeners.Length];
            await ExecuteAsync(
                database, $"INSERT INTO Readings (Id, ListenerId, Mood, At) VALUES ('{turn * 7919:x32}', '{listener}', 'Sad', {turn})");
        }

        await all.CommitAsync();
    }

    private async Task<SqliteConnection> OpenAsync()
    {
        var database = new SqliteConnection($"Data Source={Server.DatabaseFile};Pooling=false");
        await database.OpenAsync();
        return database;
    }

    private static async Task ExecuteAsync(SqliteConnection database, string statement)
    {
        await using var command = database.CreateCommand();
        command.CommandText = statement;
        await command.ExecuteNonQueryAsync();
    }
}
