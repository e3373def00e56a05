using System.Data.Common;
using System.Diagnostics;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>The player's database: SQLite or PostgreSQL.</summary>
internal static class Database
{
    /// <summary>Values in one statement, which databases limit.</summary>
    public const int MaxParameters = 500;

    private const int Busy = 5; // SQLITE_BUSY
    private const int Constraint = 19; // SQLITE_CONSTRAINT
    private const int BusyTimeoutSeconds = 2; // for a lock: a listener is waiting for music
    private const int ConnectTimeoutSeconds = 3; // of PostgreSQL
    private const int CommandTimeoutSeconds = 5;
    private const int MaxConnections = 20; // to PostgreSQL, which has 100 for all replicas
    private const int MaxAttempts = 5;
    private const long MaxQuickPurgeBytes = 100 << 20; // rewritten in less than that time

    private static readonly TimeSpan MaintenanceTimeout = TimeSpan.FromHours(1); // of one command

    public static void AddPlayerDatabase(this IServiceCollection services)
    {
        services.AddDbContextFactory<PlayerDbContext>((provider, options) => Configure(
            options, provider.GetRequiredService<IOptions<PlayerOptions>>().Value.Database,
            provider.GetRequiredService<IHostEnvironment>().ContentRootPath));
        services.AddSingleton<LibraryName>();
        services.AddSingleton<SqliteSalvage>();
        services.AddSingleton<PlayerDatabase>();
    }

    /// <summary>Uses PostgreSQL if the connection string names a host, else SQLite.</summary>
    /// <param name="options">The options to configure.</param>
    /// <param name="connection">"Host=…;Database=…;…", or "Data Source=FILE".</param>
    /// <param name="root">The folder that a relative FILE is resolved against.</param>
    public static void Configure(DbContextOptionsBuilder options, string connection, string root)
    {
        // Each of these is thrown as well, and told where it is caught, in a sentence.
        options.ConfigureWarnings(warnings => warnings.Ignore(
            CoreEventId.QueryIterationFailed, CoreEventId.SaveChangesFailed, RelationalEventId.ConnectionError,
            RelationalEventId.CommandError, RelationalEventId.TransactionError));
        if (IsPostgreSql(connection))
        {
            // Both databases share one set of migrations; what PostgreSQL's model adds needs none.
            options.UseNpgsql(PostgreSqlConnectionString(connection).ToString()).AddInterceptors(new PostgreSqlBreaker())
                .ConfigureWarnings(warnings => warnings.Ignore(RelationalEventId.PendingModelChangesWarning));
            return;
        }

        options.UseSqlite(SqliteConnectionString(connection, root).ToString()).AddInterceptors(new SynchronousNormal());
    }

    /// <summary>Whether a connection string is for PostgreSQL.</summary>
    public static bool IsPostgreSql(string connection) =>
        new DbConnectionStringBuilder { ConnectionString = connection }.ContainsKey("Host");

    /// <summary>What is wrong with a connection string, as a sentence; null if nothing is.</summary>
    public static string? FindMistake(string connection)
    {
        try
        {
            var isUsable = IsPostgreSql(connection)
                ? new NpgsqlConnectionStringBuilder(connection).Host is { Length: > 0 }
                : new SqliteConnectionStringBuilder(connection) is { Mode: SqliteOpenMode.Memory }
                    or { DataSource: { Length: > 0 } and not ":memory:" };
            return isUsable ? null : "it names neither a file nor a host.";
        }
        catch (Exception error) when (error is ArgumentException or FormatException)
        {
            return error.Message;
        }
    }

    /// <summary>A SQLite connection string with a full path and our timeout.</summary>
    /// <param name="connection">"Data Source=FILE".</param>
    /// <param name="root">The folder that a relative FILE is resolved against.</param>
    public static SqliteConnectionStringBuilder SqliteConnectionString(string connection, string root)
    {
        var sqlite = new SqliteConnectionStringBuilder(connection);
        if (!new DbConnectionStringBuilder { ConnectionString = connection }.ContainsKey("Default Timeout"))
        {
            sqlite.DefaultTimeout = BusyTimeoutSeconds;
        }

        if (sqlite.Mode != SqliteOpenMode.Memory)
        {
            sqlite.DataSource = Path.GetFullPath(sqlite.DataSource, root);
        }

        return sqlite;
    }

    /// <summary>A connection string of PostgreSQL with our timeouts and size of the pool, unless it has its own.</summary>
    /// <param name="connection">"Host=…;Database=…;…".</param>
    public static NpgsqlConnectionStringBuilder PostgreSqlConnectionString(string connection) => new(string.Join(
        ';',
        $"Timeout={ConnectTimeoutSeconds}", $"Command Timeout={CommandTimeoutSeconds}", $"Maximum Pool Size={MaxConnections}",
        connection)); // what is given twice counts as it was given last

    /// <summary>Lets a command read or rewrite whole tables, which takes longer than a listener would wait.</summary>
    public static void AllowMaintenance(this PlayerDbContext database)
    {
        if (!database.Database.IsSqlite()) // whose timeout is for locks only
        {
            database.Database.SetCommandTimeout(MaintenanceTimeout);
        }
    }

    /// <summary>
    /// Applies a change in one transaction. Concurrent requests of one listener may touch the same rows: the loser retries
    /// with fresh data.
    /// </summary>
    public static async Task SaveAsync(
        this IDbContextFactory<PlayerDbContext> databases, Func<PlayerDbContext, Task> change, CancellationToken cancel)
    {
        for (var left = MaxAttempts; ; left--)
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            await change(database);
            try
            {
                await database.SaveChangesAsync(cancel);
                return;
            }
            catch (DbUpdateException error) when (left > 1 && error.IsWriteConflict())
            {
            }
        }
    }

    private static bool IsWriteConflict(this DbUpdateException error) =>
        error is DbUpdateConcurrencyException || error.InnerException
            is SqliteException { SqliteErrorCode: Constraint } or PostgresException { SqlState: PostgresErrorCodes.UniqueViolation };

    /// <summary>Deletes every row of some listeners in one transaction; the bytes stay in the file until others need the room.</summary>
    /// <returns>How many rows there were.</returns>
    public static async Task<int> DeleteListenersAsync(
        this PlayerDbContext database, IEnumerable<string> listeners, CancellationToken cancel)
    {
        await using var transaction = await database.Database.BeginTransactionAsync(cancel);
        var deleted = 0;
        foreach (var listener in listeners)
        {
            foreach (var (table, column) in database.ListenerTables())
            {
                deleted += await database.ExecuteAsync($"""DELETE FROM "{table}" WHERE "{column}" = @listener""", listener, cancel);
            }
        }

        await transaction.CommitAsync(cancel);
        return deleted;
    }

    /// <summary>Whether the database is so small that others hardly notice when it is rewritten.</summary>
    public static async Task<bool> IsQuickToPurgeAsync(this PlayerDbContext database, CancellationToken cancel) =>
        await database.Database.SqlQueryRaw<long>(database.Database.IsSqlite()
            ? """SELECT page_count * page_size AS "Value" FROM pragma_page_count(), pragma_page_size()"""
            : """SELECT pg_database_size(current_database()) AS "Value" """).SingleAsync(cancel) <= MaxQuickPurgeBytes;

    /// <summary>Removes the bytes of deleted rows from the database's files, which it rewrites: nobody else writes meanwhile.</summary>
    /// <exception cref="DbException">Another connection held a lock for too long; try again.</exception>
    public static async Task PurgeDeletedRowsAsync(this PlayerDbContext database, CancellationToken cancel)
    {
        if (!database.Database.IsSqlite())
        {
            database.AllowMaintenance();
            // Changing a column's type makes PostgreSQL rewrite the table with visible rows only. VACUUM FULL would also
            // copy rows that another transaction, or autovacuum, might still see.
            foreach (var (table, column) in database.ListenerTables())
            {
                await database.ExecuteAsync(
                    $"""ALTER TABLE "{table}" ALTER "{column}" TYPE text USING "{column}" || ''""", null, cancel);
            }

            return;
        }

        // VACUUM writes to the log first, behind the old pages, so the log is truncated as well.
        await database.Database.ExecuteSqlRawAsync("VACUUM", cancel);
        await database.Database.OpenConnectionAsync(cancel);
        await using var truncate = database.Database.GetDbConnection().CreateCommand();
        truncate.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        var waited = Stopwatch.StartNew();
        while (await truncate.ExecuteScalarAsync(cancel) is not 0L) // it says that it is busy, and does not wait
        {
            if (waited.Elapsed.TotalSeconds > BusyTimeoutSeconds)
            {
                throw new SqliteException("Another connection still reads the deleted rows.", Busy);
            }

            await Task.Delay(TimeSpan.FromMilliseconds(20), cancel);
        }
    }

    // Table and column names come from the model, never from a request; the listener's id is a parameter.
    private static Task<int> ExecuteAsync(
        this PlayerDbContext database, string statement, string? listener, CancellationToken cancel)
    {
        if (listener is null)
        {
            return database.Database.ExecuteSqlRawAsync(statement, cancel);
        }

        DbParameter parameter = database.Database.IsSqlite()
            ? new SqliteParameter("listener", listener) : new NpgsqlParameter("listener", listener);
        return database.Database.ExecuteSqlRawAsync(statement, [parameter], cancel);
    }

    // With a write-ahead log, a power cut can lose only the last moment's writes.
    private sealed class SynchronousNormal : DbConnectionInterceptor
    {
        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) => Set(connection);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            Set(connection);
            return Task.CompletedTask;
        }

        private static void Set(DbConnection connection)
        {
            using var command = connection.CreateCommand();
            command.CommandText = "PRAGMA synchronous = NORMAL";
            command.ExecuteNonQuery();
        }
    }
}
