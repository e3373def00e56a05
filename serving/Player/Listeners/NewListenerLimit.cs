using System.Threading.RateLimiting;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>
/// Limits how many listeners a client can become: each write without a cookie, or with one that was made up, makes a new one, with
/// rows in the database.
/// </summary>
internal sealed class NewListenerLimit : IDisposable
{
    private static readonly TimeSpan Period = TimeSpan.FromSeconds(6);

    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokenLimit = 30, // a classroom behind one address
            TokensPerPeriod = 1,
            ReplenishmentPeriod = Period,
        }));

    /// <summary>Whether one more may come from this client.</summary>
    public bool TryAdmit(string client) => limiter.AttemptAcquire(client).IsAcquired;

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}

internal static class NewListenerLimitExtensions
{
    /// <summary>Answers 429 to a client that becomes too many listeners.</summary>
    public static RouteGroupBuilder LimitNewListeners(this RouteGroupBuilder routes)
    {
        routes.AddEndpointFilter(async (context, next) =>
        {
            var http = context.HttpContext;
            if ((http.Request.ListenerId() is { } listener
                    && await http.RequestServices.GetRequiredService<ListenerStore>().IsKnownAsync(listener, http.RequestAborted))
                || http.RequestServices.GetRequiredService<NewListenerLimit>().TryAdmit(http.Client()))
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
}
