using EmoMusic.Serving.Tests.Player.Data;
using Npgsql;

namespace EmoMusic.Serving.Tests.Player.Listeners;

[Collection<Waiting>]
public sealed class ListenerOnPostgreSqlTests(PostgreSql server) : ListenerTests
{
    private string connection = "";

    protected override async Task<string?> DatabaseAsync() => connection = await server.NewDatabaseAsync();

    protected override IEnumerable<string> DatabaseFiles() =>
        Directory.EnumerateFiles(server.Files, "*", SearchOption.AllDirectories);

    // Writes the files and removes old ones now, not at the next checkpoint.
    protected override async Task FlushAsync()
    {
        await using var source = NpgsqlDataSource.Create(connection);
        await using var command = source.CreateCommand("CHECKPOINT");
        await command.ExecuteNonQueryAsync();
    }
}
