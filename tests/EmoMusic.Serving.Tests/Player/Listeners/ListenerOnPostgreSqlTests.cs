using EmoMusic.Serving.Tests.Player.Data;
using Npgsql;

namespace EmoMusic.Serving.Tests.Player.Listeners;

public sealed class ListenerOnPostgreSqlTests(PostgreSql server) : ListenerTests
{
    private string connection = "";

    protected override async Task<string?> DatabaseAsync() => connection = await server.NewDatabaseAsync();

    protected override IEnumerable<string> DatabaseFiles() =>
        Directory.EnumerateFiles(server.Files, "*", SearchOption.AllDirectories);

    // It writes its files, and throws old ones away, every few minutes; or when it is told to.
    protected override async Task SettleAsync()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("CHECKPOINT");
        await command.ExecuteNonQueryAsync();
    }
}
