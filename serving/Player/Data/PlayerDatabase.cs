using System.Data.Common;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>Opens the database: checks who uses it and which version wrote it, sets a damaged file aside, and migrates.</summary>
internal sealed partial class PlayerDatabase(
    IDbContextFactory<PlayerDbContext> databases, IOptions<PlayerOptions> options, IHostEnvironment host, LibraryName library,
    SqliteSalvage salvage, ILogger<PlayerDatabase> log) : IDisposable
{
    private const int Corrupt = 11; // SQLITE_CORRUPT
    private const int CannotOpen = 14; // SQLITE_CANTOPEN
    private const int NotADatabase = 26; // SQLITE_NOTADB
    private static readonly byte[] Magic = [.. "SQLite format 3\0"u8];
    private static readonly string[] Endings = [".db", ".db3", ".sqlite", ".sqlite3"];
    private static readonly TimeSpan CheckTimeout = TimeSpan.FromSeconds(5);

    private readonly PostgreSqlScanLock? scanLock = Database.IsPostgreSql(options.Value.Database)
        ? new(options.Value.Database, library.Value) : null;

    private readonly SemaphoreSlim claiming = new(1, 1);
    private readonly TaskCompletionSource opened = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private FileStream? ownership;
    private string? damage; // as a sentence

    /// <summary>Completed once it was opened: before that it may have no tables.</summary>
    public Task Opened => opened.Task;

    /// <summary>Whether another program scans the library into this database.</summary>
    public bool IsShared { get; private set; }

    /// <summary>What is to be known about the file, as a sentence; null if nothing is.</summary>
    public string? Notice => IsShared && File is not null
        ? $"Another EmoMusic uses {Path.GetFileName(File)} and scans the library into it; this one plays and remembers, but does "
            + "not scan. Stop one of them, or set Player:Database to another file."
        : damage;

    /// <summary>The SQLite file; null for PostgreSQL, or a database in memory.</summary>
    private string? File => Database.IsPostgreSql(options.Value.Database) ? null
        : Database.SqliteConnectionString(options.Value.Database, host.ContentRootPath) is { Mode: not SqliteOpenMode.Memory } sqlite
            ? sqlite.DataSource : null;

    /// <summary>Whether an error says that the file is damaged.</summary>
    public static bool IsDamage(Exception error) =>
        error.GetBaseException() is SqliteException { SqliteErrorCode: Corrupt or NotADatabase };

    /// <summary>Refuses a database that a newer version wrote, as far as it can be reached now.</summary>
    /// <exception cref="StartupException">A newer version wrote it.</exception>
    public void CheckVersion()
    {
        try
        {
            if (File is null || System.IO.File.Exists(File))
            {
                RefuseOtherFile();
                Task.Run(async () =>
                {
                    await using var database = await databases.CreateDbContextAsync();
                    await RefuseNewerAsync(database, CancellationToken.None);
                }).WaitAsync(CheckTimeout).GetAwaiter().GetResult();
            }
        }
        catch (DatabaseException error)
        {
            throw new StartupException(error.Message, error);
        }
        catch (Exception error) when (error is DbException or InvalidOperationException or TimeoutException or IOException
            or ArgumentException or NotSupportedException)
        {
            // Away, locked or damaged: opening it says so, and tries again.
        }
    }

    /// <summary>Opens the database, and creates or migrates its tables.</summary>
    /// <exception cref="DatabaseException">A newer version wrote it.</exception>
    /// <exception cref="DbException">It is not available.</exception>
    public async Task OpenAsync(CancellationToken cancel)
    {
        string? broken = null;
        if (File is { } file)
        {
            CreateFolder(file);
            await ClaimAsync(cancel);
            broken = await PrepareFileAsync(file, cancel);
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        await RefuseNewerAsync(database, cancel);
        database.AllowMaintenance();
        if ((await database.Database.GetPendingMigrationsAsync(cancel)).Any()) // reading also works on a full disk
        {
            if (database.Database.IsSqlite())
            {
                // A process killed during a migration leaves this lock behind, and EF would wait for it forever.
                await database.Database.ExecuteSqlRawAsync("DROP TABLE IF EXISTS \"__EFMigrationsLock\"", cancel);
            }

            await database.Database.MigrateAsync(cancel);
        }

        if (broken is not null)
        {
            var saved = await salvage.CopyAsync(broken, File!, cancel);
            damage = $"The database was damaged. It was set aside as {Path.GetFileName(broken)}, and a new one has begun with "
                + $"{saved} that could be saved. If you have a copy of the old file, stop the program and put it back.";
            LogDamaged(log, File!, damage);
        }

        await AdoptAsync(database, cancel);
        opened.TrySetResult();
    }

    /// <inheritdoc/>
    public void Dispose() => Release();

    /// <summary>Lets another program scan into this database.</summary>
    public void Release()
    {
        ownership?.Dispose();
        scanLock?.Dispose();
    }

    /// <summary>Tries to become, or to remain, the one program that scans into this database.</summary>
    /// <returns>Whether it is.</returns>
    /// <exception cref="DbException">PostgreSQL is not available.</exception>
    public async Task<bool> ClaimAsync(CancellationToken cancel)
    {
        await claiming.WaitAsync(cancel);
        try
        {
            if (scanLock is not null)
            {
                IsShared = !await scanLock.TryTakeAsync(cancel);
                return !IsShared;
            }

            return ClaimFile();
        }
        finally
        {
            claiming.Release();
        }
    }

    private bool ClaimFile()
    {
        if (File is not { } file || ownership is not null)
        {
            return true;
        }

        try
        {
            ownership = new FileStream(
                file + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, 1, FileOptions.DeleteOnClose);
            IsShared = false;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            IsShared = error is IOException && System.IO.File.Exists(file + ".lock"); // else a full or read-only disk
        }

        return !IsShared;
    }

    private static void CreateFolder(string file)
    {
        try
        {
            Directory.CreateDirectory(Path.GetDirectoryName(file) ?? file);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new SqliteException(error.Message, CannotOpen);
        }
    }

    // WAL from the first byte: a rollback journal that a killed process leaves behind makes readers fail.
    private async Task<string?> PrepareFileAsync(string file, CancellationToken cancel)
    {
        await using var connection = new SqliteConnection(
            new SqliteConnectionStringBuilder(Database.SqliteConnectionString(options.Value.Database, host.ContentRootPath).ToString())
            {
                Pooling = false,
            }.ToString());
        try
        {
            await connection.OpenAsync(cancel);
            if (await ScalarAsync(connection, "PRAGMA quick_check(1)", cancel) is string and not "ok")
            {
                throw new SqliteException("The file is damaged.", Corrupt);
            }

            if (await ScalarAsync(connection, "PRAGMA journal_mode", cancel) is not "wal" && !IsShared)
            {
                await ScalarAsync(connection, "PRAGMA journal_mode = WAL", cancel);
            }

            return null;
        }
        catch (SqliteException error) when (IsDamage(error) && !IsShared)
        {
            await connection.CloseAsync();
            SqliteConnection.ClearAllPools();
            return SetAside(file);
        }
    }

    private static string SetAside(string file)
    {
        var broken = $"{file}.broken-{DateTime.UtcNow:yyyyMMdd-HHmmss}";
        foreach (var part in new[] { "-wal", "-shm", "" })
        {
            if (System.IO.File.Exists(file + part))
            {
                System.IO.File.Move(file + part, broken + part, overwrite: true);
            }
        }

        return broken;
    }

    private static async Task<object?> ScalarAsync(SqliteConnection connection, string statement, CancellationToken cancel)
    {
        await using var command = connection.CreateCommand();
        command.CommandText = statement;
        return await command.ExecuteScalarAsync(cancel);
    }

    private async Task RefuseNewerAsync(PlayerDbContext database, CancellationToken cancel)
    {
        var known = database.Database.GetMigrations().ToList();
        var applied = await database.Database.GetAppliedMigrationsAsync(cancel);
        if (!applied.Any() && database.Database.IsSqlite())
        {
            await RefuseOthersTablesAsync(database, cancel);
        }

        if (applied.Except(known).OrderBy(name => name, StringComparer.Ordinal).LastOrDefault() is { } newer)
        {
            throw new DatabaseException(
                $"{NameOfDatabase()}: a newer version of EmoMusic wrote this database (schema {newer}; this version knows up to "
                + $"{known[^1]}). Update the program, or set Player:Database to another database. Nothing was changed.");
        }
    }

    // A mistake in the option must not set a document aside, or put tables into another program's database.
    private void RefuseOtherFile()
    {
        var start = new byte[Magic.Length];
        if (File is not { } file || new FileInfo(file).Length == 0 || Endings.Contains(Path.GetExtension(file)))
        {
            return; // a damaged one is set aside
        }

        using var content = System.IO.File.OpenRead(file);
        content.ReadAtLeast(start, start.Length, throwOnEndOfStream: false);
        if (!Magic.SequenceEqual(start))
        {
            throw new DatabaseException($"{file}: found no SQLite database, expected one, or a file that does not exist yet. "
                + "Set Player:Database to another file. Nothing was changed.");
        }
    }

    private async Task RefuseOthersTablesAsync(PlayerDbContext database, CancellationToken cancel)
    {
        var tables = database.Database.SqlQueryRaw<string>("SELECT name AS Value FROM sqlite_master WHERE type = 'table'");
        var names = await tables.ToListAsync(cancel);
        if (names.Count > 0 && !names.Exists(name => name.StartsWith("__EFMigrations", StringComparison.Ordinal)))
        {
            throw new DatabaseException($"{NameOfDatabase()}: found another program's tables ({string.Join(", ", names.Take(3))}), expected "
                + "EmoMusic's. Set Player:Database to another file. Nothing was changed.");
        }
    }

    private string NameOfDatabase() => File
        ?? $"database {new NpgsqlConnectionStringBuilder(options.Value.Database).Database ?? "in memory"}";

    // Earlier versions had one library in a database, without a name.
    private async Task AdoptAsync(PlayerDbContext database, CancellationToken cancel)
    {
        if (library.Value.Length > 0 && await database.Tracks.AnyAsync(track => track.Library == "", cancel)
            && !await database.Tracks.AnyAsync(track => track.Library == library.Value, cancel))
        {
            await database.Tracks.Where(track => track.Library == "")
                .ExecuteUpdateAsync(track => track.SetProperty(each => each.Library, library.Value), cancel);
        }
    }

    [LoggerMessage(LogLevel.Error, "{File}: {Sentence}")]
    private static partial void LogDamaged(ILogger log, string file, string sentence);
}
