using System.Data.Common;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// A circuit breaker: when PostgreSQL did not answer in time, because it is frozen or its machine is gone, one request every two
/// seconds waits for it, and the others get the error at once.
/// </summary>
internal sealed class PostgreSqlBreaker : DbCommandInterceptor, IDbConnectionInterceptor
{
    private const int BreakMilliseconds = 2000;

    private long nextTry; // as Environment.TickCount64; 0 while it answers

    /// <summary>Refuses to wait for a database that did not answer a moment ago.</summary>
    /// <exception cref="NpgsqlException">It did not.</exception>
    public ValueTask<InterceptionResult> ConnectionOpeningAsync(
        DbConnection connection, ConnectionEventData eventData, InterceptionResult result, CancellationToken cancellationToken = default)
    {
        var (next, now) = (Volatile.Read(ref nextTry), Environment.TickCount64);
        if (next > 0 && (now < next || Interlocked.CompareExchange(ref nextTry, now + BreakMilliseconds, next) != next))
        {
            throw new NpgsqlException("It did not answer a moment ago.");
        }

        return new(result);
    }

    /// <inheritdoc/>
    public Task ConnectionFailedAsync(
        DbConnection connection, ConnectionErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Failed(eventData.Exception);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task CommandFailedAsync(DbCommand command, CommandErrorEventData eventData, CancellationToken cancellationToken = default)
    {
        Failed(eventData.Exception);
        return Task.CompletedTask;
    }

    /// <inheritdoc/>
    public override ValueTask<DbDataReader> ReaderExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, DbDataReader result, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref nextTry, 0);
        return new(result);
    }

    /// <inheritdoc/>
    public override ValueTask<int> NonQueryExecutedAsync(
        DbCommand command, CommandExecutedEventData eventData, int result, CancellationToken cancellationToken = default)
    {
        Volatile.Write(ref nextTry, 0);
        return new(result);
    }

    private void Failed(Exception error)
    {
        if (error.GetBaseException() is TimeoutException)
        {
            Volatile.Write(ref nextTry, Environment.TickCount64 + BreakMilliseconds);
        }
    }
}
