using System.Net;
using Microsoft.Data.Sqlite;

namespace EmoMusic.Serving.Tests.Player.Listeners;

public sealed class ListenerOnSqliteTests : ListenerTests
{
    private const int Written = 400; // readings of each listener, over so many pages that SQLite moves rows between them

    [Fact]
    public async Task Rows_moved_within_the_file_are_purged()
    {
        var listeners = Enumerable.Range(0, 10).Select(number => $"{number}".PadLeft(32, 'e')).ToArray();
        await WriteReadingsAsync(listeners);

        foreach (var listener in listeners[1..])
        {
            Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(listener));
            Assert.Equal(0, Times(listener));
        }

        Assert.NotEqual(0, Times(listeners[0]));
    }

    [Theory]
    [InlineData(300, HttpStatusCode.NoContent)] // ms: long enough to be in the way
    [InlineData(4000, HttpStatusCode.ServiceUnavailable)]
    public async Task Deletion_waits_for_readers_up_to_a_timeout(int milliseconds, HttpStatusCode expected)
    {
        var listener = new string('e', 32);
        await WriteReadingsAsync([listener]);
        await using var database = await OpenAsync();
        await using var reading = database.BeginTransaction(deferred: true);
        await ExecuteAsync(database, "SELECT COUNT(*) FROM Readings");
        var over = Task.Delay(milliseconds).ContinueWith(_ => reading.Rollback(), TaskScheduler.Default);

        Assert.Equal(expected, await ForgetAsync(listener));

        await over;
        Assert.Equal(HttpStatusCode.NoContent, await ForgetAsync(listener)); // now at the latest
        Assert.Equal(0, Times(listener));
    }

    protected override Task<string?> DatabaseAsync() => Task.FromResult<string?>(null);

    protected override IEnumerable<string> DatabaseFiles() =>
        new[] { "", "-wal", "-journal" }.Select(end => Server.DatabaseFile + end).Where(File.Exists);

    protected override Task SettleAsync() => Task.CompletedTask;

    private async Task<HttpStatusCode> ForgetAsync(string listener)
    {
        using var http = Server.NewListener();
        http.DefaultRequestHeaders.Add("Cookie", $"listener={listener}");
        using var forgotten = await http.DeleteAsync("api/listener");
        return forgotten.StatusCode;
    }

    // Everybody's by turns, in an order that is the same each time.
    private async Task WriteReadingsAsync(string[] listeners)
    {
        var turns = Enumerable.Range(0, listeners.Length * Written).ToArray();
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
