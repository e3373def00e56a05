using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Which database the player remembers in, and its tables.</summary>
internal static class Database
{
    private const int Busy = 5; // SQLITE_BUSY
    private const int Constraint = 19; // SQLITE_CONSTRAINT
    private const int PatienceSeconds = 2; // with a lock: a listener waits for the music
    private const int Tries = 5;

    // A changed type has PostgreSQL write a table anew, with what can be seen now. VACUUM FULL would do so too, but takes
    // along what another transaction, or the server's own upkeep, might still want to see.
    private static readonly string[] Rewriting =
    [
        .. from table in new[] { "Likes", "OwnMoods", "Tastes", "Plays", "Readings" } select Rewrite(table, "ListenerId"),
        Rewrite("Listeners", "Id"),
    ];

    public static void AddPlayerDatabase(this IServiceCollection services) =>
        services.AddDbContextFactory<PlayerDb>((provider, options) => Use(
            options, provider.GetRequiredService<IOptions<PlayerOptions>>().Value.Database,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));

    /// <summary>Takes PostgreSQL where the connection string names a host, else SQLite.</summary>
    /// <param name="options">Are changed.</param>
    /// <param name="connection">"Host=…;Database=…;…", or "Data Source=FILE".</param>
    /// <param name="root">What a relative FILE is relative to.</param>
    public static void Use(DbContextOptionsBuilder options, string connection, string root)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connection };
        if (parts.ContainsKey("Host"))
        {
            // One set of migrations for both; what PostgreSQL's model has beyond SQLite's is no change to make.
            options.UseNpgsql(connection).ConfigureWarnings(warnings =>
                warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
            return;
        }

        var sqlite = new SqliteConnectionStringBuilder(connection);
        if (!parts.ContainsKey("Default Timeout"))
        {
            sqlite.DefaultTimeout = PatienceSeconds;
        }

        if (sqlite.Mode != SqliteOpenMode.Memory)
        {
            sqlite.DataSource = Path.GetFullPath(sqlite.DataSource, root);
        }

        options.UseSqlite(sqlite.ToString()).AddInterceptors(new WriteWithoutWaiting());
    }

    /// <summary>Makes the tables, or brings them up to date.</summary>
    public static async Task PrepareAsync(this PlayerDb database, CancellationToken cancel)
    {
        if (database.Database.IsSqlite() && new SqliteConnectionStringBuilder(
            database.Database.GetConnectionString()) is { Mode: not SqliteOpenMode.Memory } file)
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file.DataSource)!);
        }

        if (!(await database.Database.GetPendingMigrationsAsync(cancel)).Any())
        {
            return; // what is only read here can also be read on a full disk
        }

        if (database.Database.IsSqlite())
        {
            // Whoever was killed while making tables left this lock behind, and it would be waited for without end.
            await database.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
        }

        await database.Database.MigrateAsync(cancel);
    }

    /// <summary>
    /// Changes something, all of it or nothing. Several requests of one listener may want the same rows at once: the later
    /// one begins again with what is there by then.
    /// </summary>
    public static async Task WriteAsync(
        this IDbContextFactory<PlayerDb> databases, Func<PlayerDb, Task> change, CancellationToken cancel)
    {
        for (var left = Tries; ; left--)
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            await change(database);
            try
            {
                await database.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateException error) when (left > 1 && error.IsOfRace())
            {
            }
        }
    }

    private static bool IsOfRace(this DbUpdateException error) => error is DbUpdateConcurrencyException || error.InnerException
        is SqliteException { SqliteErrorCode: Constraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Leaves nothing of deleted rows in the files: what is left is written anew, without them.</summary>
    /// <exception cref="DbException">Somebody else was in the way for too long; it can be tried again.</exception>
    public static async Task EraseAsync(this PlayerDb database, CancellationToken cancel)
    {
        if (!database.Database.IsSqlite())
        {
            foreach (var statement in Rewriting)
            {
                await database.Database.ExecuteSqlRawAsync(statement, cancel);
            }

            return;
        }

        // What is written anew is in the log at first, behind what was there before.
        await database.Database.ExecuteSqlRawAsync("VACUUM", cancel);
        await database.Database.OpenConnectionAsync(cancel);
        await using var empty = database.Database.GetDbConnection().CreateCommand();
        empty.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        if (await empty.ExecuteScalarAsync(cancel) is not 0L)
        {
            throw new SqliteException("Somebody still reads what was deleted.", Busy);
        }
    }

    private static string Rewrite(string table, string column) =>
        $"""ALTER TABLE "{table}" ALTER "{column}" TYPE text USING "{column}" || ''""";

    // In the mode of a log ahead, nothing but the last moment's writes can be lost by that, to a power cut.
    private sealed class WriteWithoutWaiting : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Tell(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Tell(connection);
            return Task.CompletedTask;
        }

        private static void Tell(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = NORMAL";
            command.ExecuteNonQuery();
        }
    }
}
