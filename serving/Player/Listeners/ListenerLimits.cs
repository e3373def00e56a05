using System.Threading.RateLimiting;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Limits how fast one client can fill the database.</summary>
internal sealed class ListenerLimits : IDisposable
{
    private readonly PartitionedRateLimiter<string> newListeners = PerClient(30, TimeSpan.FromSeconds(6)); // a classroom behind one address
    private readonly PartitionedRateLimiter<string> reports = PerClient(1000, TimeSpan.FromSeconds(1)); // 180 listeners who hear whole songs

    /// <summary>Whether this client may become one more listener.</summary>
    public bool TryAdmitNewListener(string client) => newListeners.AttemptAcquire(client).IsAcquired;

    /// <summary>Whether this client may report one more play or mood.</summary>
    public bool TryAdmitReport(string client) => reports.AttemptAcquire(client).IsAcquired;

    /// <inheritdoc/>
    public void Dispose()
    {
        newListeners.Dispose();
        reports.Dispose();
    }

    private static PartitionedRateLimiter<string> PerClient(int atOnce, TimeSpan oneMoreEvery) =>
        PartitionedRateLimiter.Create<string, string>(client => RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokenLimit = atOnce,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = oneMoreEvery,
        }));
}

internal static class ListenerLimitsExtensions
{
    /// <summary>
    /// Answers 429 to a client that becomes too many listeners: each write without a cookie, or with one that was made up, makes a new
    /// one.
    /// </summary>
    public static RouteGroupBuilder LimitNewListeners(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if ((http.Request.ListenerId() is { } listener
                    && await http.RequestServices.GetRequiredService<ListenerStore>().IsKnownAsync(listener, http.RequestAborted))
                || http.RequestServices.GetRequiredService<ListenerLimits>().TryAdmitNewListener(http.Client()))
            {
                return await next(context);
            }

            http.Response.Headers.RetryAfter = "60";
            return TypedResults.Problem(
                "Too many new listeners from your address. Keep the cookie that you got, or try again in a minute.",
                statusCode: StatusCodes.Status429TooManyRequests);
        });
        return routes.ProducesProblems((429, "Too many new listeners from one address."));
    }

    /// <summary>Answers 429 to a client that reports more plays and moods than people make: a history keeps each.</summary>
    public static RouteGroupBuilder LimitReports(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if (http.RequestServices.GetRequiredService<ListenerLimits>().TryAdmitReport(http.Client()))
            {
                return await next(context);
            }

            http.Response.Headers.RetryAfter = "60";
            return TypedResults.Problem(
                "Too many plays and moods from your address. Try again in a minute.", statusCode: StatusCodes.Status429TooManyRequests);
        });
        return routes.ProducesProblems((429, "Too many reports from one address."));
    }
}
