using System.Buffers.Binary;
using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// Lets one of several players that share a library scan it: an advisory lock of PostgreSQL, held by a connection of its own. When
/// that player dies, its connection ends, and the next one to ask gets the lock; when its machine dies, PostgreSQL notices within
/// five seconds.
/// </summary>
internal sealed class PostgreSqlScanLock(string connectionString, string library) : IAsyncDisposable, IDisposable
{
    // Linux would wait for two hours before it asks whether a silent client is still there.
    private const string Watchful = "SET tcp_keepalives_idle = 2; SET tcp_keepalives_interval = 1; SET tcp_keepalives_count = 3; ";

    private readonly string connectionString = new NpgsqlConnectionStringBuilder(Database.PostgreSqlConnectionString(connectionString).ToString())
    {
        Pooling = false,
        KeepAlive = 5, // seconds
        ApplicationName = "EmoMusic scan",
    }.ToString();

    private readonly long key = BinaryPrimitives.ReadInt64BigEndian(SHA256.HashData(Encoding.UTF8.GetBytes($"emomusic scan {library}")));
    private NpgsqlConnection? connection; // open while the lock is held

    /// <summary>Tries to take the lock, or checks that it is still held.</summary>
    /// <returns>Whether it is held.</returns>
    /// <exception cref="DbException">The database is not available.</exception>
    public async Task<bool> TryTakeAsync(CancellationToken cancel)
    {
        if (connection is not null && await IsAliveAsync(connection, cancel))
        {
            return true;
        }

        await DisposeAsync();
        var candidate = new NpgsqlConnection(connectionString);
        try
        {
            await candidate.OpenAsync(cancel);
            await using (var watch = new NpgsqlCommand(Watchful, candidate))
            {
                await watch.ExecuteNonQueryAsync(cancel);
            }

            await using var take = new NpgsqlCommand("SELECT pg_try_advisory_lock($1)", candidate) { Parameters = { new() { Value = key } } };
            if (await take.ExecuteScalarAsync(cancel) is true)
            {
                connection = candidate;
                return true;
            }
        }
        finally
        {
            if (connection != candidate)
            {
                await candidate.DisposeAsync();
            }
        }

        return false;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (connection is { } open)
        {
            connection = null;
            await open.DisposeAsync();
        }
    }

    private static async Task<bool> IsAliveAsync(NpgsqlConnection connection, CancellationToken cancel)
    {
        try
        {
            await using var ping = new NpgsqlCommand("SELECT 1", connection);
            await ping.ExecuteScalarAsync(cancel);
            return true;
        }
        catch (Exception error) when (error is DbException or InvalidOperationException)
        {
            return false; // the database was restarted, or the network was gone
        }
    }
}
