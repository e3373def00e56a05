using System.Data.Common;
using EmoMusic.Serving.Web;
using Microsoft.Data.Sqlite;
using Npgsql;

namespace EmoMusic.Serving.Player.Data;

/// <summary>A database that is locked, full or unreachable: music keeps playing, and writes are answered with 503.</summary>
internal static partial class DatabaseErrors
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2); // of a listener who is waiting for music

    /// <summary>Whether an error, or one it wraps, came from a database.</summary>
    public static bool IsDatabaseError(this Exception error) =>
        error is DbException || (error.InnerException is { } inner && inner.IsDatabaseError());

    /// <summary>Whether the database is locked, full, damaged or away, rather than refusing these rows.</summary>
    public static bool IsUnavailable(this Exception error) => error.GetBaseException() switch
    {
        SqliteException sqlite => sqlite.SqliteErrorCode is 5 or 6 or 8 or 10 or 11 or 13 or 14 or 26,
        PostgresException refused => refused.IsTransient,
        _ => true, // of the connection
    };

    /// <summary>What a listener can do without: is not waited for when the database is unavailable, or too slow.</summary>
    /// <param name="work">The work, which may go on after that.</param>
    /// <param name="otherwise">The result then.</param>
    /// <param name="log">Logs the reason.</param>
    /// <param name="cancel">Stops waiting.</param>
    public static async Task<T> UnlessUnavailableAsync<T>(this Task<T> work, T otherwise, Action<string> log, CancellationToken cancel)
    {
        try
        {
            return await work.WaitAsync(Patience, cancel);
        }
        catch (Exception error) when (error.IsDatabaseError() || error is TimeoutException)
        {
            log(error.GetBaseException().Message);
            return otherwise;
        }
    }

    /// <summary>Answers 503 with problem details when the database is unavailable.</summary>
    public static RouteGroupBuilder HandleDatabaseUnavailable(this RouteGroupBuilder routes)
    {
        var log = ((IEndpointRouteBuilder)routes).ServiceProvider.GetRequiredService<ILogger<PlayerDbContext>>();
        return routes.ProducesProblems((503, "The player's database is unavailable."))
            .AddEndpointFilter(async (context, next) =>
            {
                try
                {
                    return await next(context);
                }
                catch (Exception error) when (error.IsDatabaseError())
                {
                    LogUnavailable(log, context.HttpContext.Request.Path, error.GetBaseException().Message);
                    context.HttpContext.Response.Headers.RetryAfter = "5";
                    return TypedResults.Problem(
                        "The player's database is unavailable. Music keeps playing; try again in a moment.",
                        statusCode: StatusCodes.Status503ServiceUnavailable);
                }
            });
    }

    [LoggerMessage(LogLevel.Error, "{Path}: the player's database is unavailable. {Error}")]
    private static partial void LogUnavailable(ILogger log, PathString path, string error);
}
