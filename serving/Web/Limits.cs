using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EmoMusic.Serving.Web;

/// <summary>Limits on the size, duration and concurrency of requests.</summary>
internal static class Limits
{
    /// <summary>The largest request body.</summary>
    public const int MaxRequestBodyBytes = 10 * 1024 * 1024;

    /// <summary>The rate limiter policy of routes that take photos.</summary>
    public const string Photos = "photos";

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    public static void AddLimits(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
        });

        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = RequestTimeout,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context =>
            {
                context.Response.Headers.RetryAfter = "1";
                return TypedResults.Problem(
                    "The request timed out. Try again in a moment.",
                    statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            },
        });

        // A limited number of photos is uploaded at a time, each up to 10 MB of memory; some more are queued. Only complete
        // uploads wait for a core, so that a slow client delays nobody else.
        services.AddSingleton<CpuLimiter>();
        services.AddRateLimiter(limiter =>
        {
            limiter.AddConcurrencyLimiter(Photos, options =>
            {
                options.PermitLimit = 8 * Environment.ProcessorCount;
                options.QueueLimit = 10 * Environment.ProcessorCount;
                options.QueueProcessingOrder = QueueProcessingOrder.OldestFirst;
            });
            limiter.RejectionStatusCode = StatusCodes.Status503ServiceUnavailable;
            limiter.OnRejected = async (rejected, cancel) =>
            {
                rejected.HttpContext.Response.Headers.RetryAfter = "1";
                await TypedResults.Problem(
                    "Too many photos are being processed. Try again in a second.",
                    statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(rejected.HttpContext);
            };
        });
    }

    public static void UseLimits(this WebApplication app)
    {
        app.UseRequestTimeouts();
        app.UseRateLimiter();
    }
}
