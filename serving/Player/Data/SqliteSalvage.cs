using System.ComponentModel;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Saves what can still be read from a damaged SQLite file: by SQLite's .recover if its shell is installed, else row by row.</summary>
internal sealed class SqliteSalvage(IDbContextFactory<PlayerDbContext> databases)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(2);

    /// <summary>Copies the rows of all tables into a new file.</summary>
    /// <param name="broken">The damaged file.</param>
    /// <param name="file">The new one, with its tables.</param>
    /// <param name="cancel">Stops.</param>
    /// <returns>What was saved: "3 likes and 120 tracks".</returns>
    public async Task<string> CopyAsync(string broken, string file, CancellationToken cancel)
    {
        var recovered = $"{broken}.recovered";
        var source = await RecoverAsync(broken, recovered, cancel) ? recovered : broken;
        var rows = new Dictionary<string, int>();
        try
        {
            await using var target = new SqliteConnection($"Data Source={file};Pooling=false");
            await target.OpenAsync(cancel);
            foreach (var table in await TablesAsync(cancel))
            {
                rows[table] = await CopyTableAsync(source, target, table, cancel);
            }
        }
        finally
        {
            File.Delete(recovered);
        }

        return $"{rows.GetValueOrDefault("Likes")} likes and {rows.GetValueOrDefault("Tracks")} tracks";
    }

    private async Task<IReadOnlyList<string>> TablesAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return [.. database.Model.GetEntityTypes().Select(entity => entity.GetTableName()!)];
    }

    private static async Task<bool> RecoverAsync(string broken, string recovered, CancellationToken cancel)
    {
        try
        {
            var sql = Path.GetFullPath($"{recovered}.sql");
            using var read = Process.Start(Shell(broken, ".output " + Quote(sql), ".recover"))!;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(Timeout);
            await EndAsync(read, timeout.Token);
            using var write = Process.Start(Shell(recovered, ".read " + Quote(sql)))!;
            await EndAsync(write, timeout.Token);
            File.Delete(sql);
            return File.Exists(recovered) && new FileInfo(recovered).Length > 0;
        }
        catch (Exception error) when (error is Win32Exception || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            return false; // no shell, or it hangs
        }
    }

    private static string Quote(string path) => $"'{path.Replace("'", "''", StringComparison.Ordinal)}'";

    private static ProcessStartInfo Shell(string file, params string[] commands) =>
        new("sqlite3", [file, .. commands]) { RedirectStandardError = true, RedirectStandardOutput = true };

    private static async Task EndAsync(Process process, CancellationToken cancel)
    {
        try
        {
            var output = process.StandardOutput.ReadToEndAsync(cancel);
            await process.StandardError.ReadToEndAsync(cancel);
            await output;
            await process.WaitForExitAsync(cancel);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw;
        }
    }

    // From both ends, as far as the damage in the middle.
    private static async Task<int> CopyTableAsync(string source, SqliteConnection target, string table, CancellationToken cancel)
    {
        var rows = 0;
        foreach (var order in new[] { "ASC", "DESC" })
        {
            try
            {
                await using var broken = new SqliteConnection($"Data Source={source};Mode=ReadOnly;Pooling=false");
                await broken.OpenAsync(cancel);
                await using var read = broken.CreateCommand();
                read.CommandText = $"""SELECT * FROM "{table}" ORDER BY rowid {order}""";
                await using var row = await read.ExecuteReaderAsync(cancel);
                var columns = Enumerable.Range(0, row.FieldCount).Select(row.GetName).ToList();
                await using var all = target.BeginTransaction();
                try
                {
                    while (await row.ReadAsync(cancel))
                    {
                        rows += await InsertAsync(target, table, columns, row, cancel);
                    }
                }
                finally
                {
                    await all.CommitAsync(cancel);
                }

                return rows;
            }
            catch (Exception error) when (error is SqliteException or InvalidOperationException or IOException)
            {
                // The damage: the rest is read from the other end.
            }
        }

        return rows;
    }

    private static async Task<int> InsertAsync(
        SqliteConnection target, string table, List<string> columns, SqliteDataReader row, CancellationToken cancel)
    {
        await using var insert = target.CreateCommand();
        insert.CommandText = $"""
            INSERT OR IGNORE INTO "{table}" ({string.Join(", ", columns.Select(column => $"\"{column}\""))})
            VALUES ({string.Join(", ", columns.Select((_, i) => $"@p{i}"))})
            """;
        for (var i = 0; i < columns.Count; i++)
        {
            insert.Parameters.AddWithValue($"@p{i}", row.GetValue(i));
        }

        try
        {
            return await insert.ExecuteNonQueryAsync(cancel);
        }
        catch (SqliteException)
        {
            return 0; // a row that lost its parts
        }
    }
}
