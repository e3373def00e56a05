using System.Data.Common;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Player.Data;

/// <summary>A database that is locked, full, or not there: music goes on, and whoever wants to write is told.</summary>
internal static partial class DatabaseAway
{
    private const string Sentence = "The player's database cannot be used just now. Music goes on; try this again in a moment.";

    /// <summary>Whether an error came from a database, however deep inside.</summary>
    public static bool IsOfDatabase(this Exception error) =>
        error is DbException || (error.InnerException is { } inner && inner.IsOfDatabase());

    /// <summary>Answers 503 with a sentence when the database cannot be used.</summary>
    public static RouteGroupBuilder SaysWhenDatabaseIsAway(this RouteGroupBuilder routes)
    {
        var log = ((IEndpointRouteBuilder)routes).ServiceProvider.GetRequiredService<ILogger<PlayerDb>>();
        return routes.Refuses((503, "The player's database cannot be used just now."))
            .AddEndpointFilter(async (context, next) =>
            {
                try
                {
                    return await next(context);
                }
                catch (Exception error) when (error.IsOfDatabase())
                {
                    LogAway(log, context.HttpContext.Request.Path, error.GetBaseException().Message);
                    context.HttpContext.Response.Headers.RetryAfter = "5";
                    return TypedResults.Problem(Sentence, statusCode: StatusCodes.Status503ServiceUnavailable);
                }
            });
    }

    [LoggerMessage(LogLevel.Error, "{Path}: the player's database cannot be used. {Error}")]
    private static partial void LogAway(ILogger log, PathString path, string error);
}
