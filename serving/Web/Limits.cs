using System.Threading.RateLimiting;
using EmoMusic.Serving.Detector;
using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EmoMusic.Serving.Web;

/// <summary>What one client, or all of them, may ask of this service.</summary>
internal static class Limits
{
    /// <summary>The policy of the routes that take photos.</summary>
    public const string Photos = "photos";

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    public static void AddLimits(this IServiceCollection services)
    {
        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = PhotoBody.MostBytes;
        });

        services.AddRequestTimeouts(timeouts => timeouts.DefaultPolicy = new RequestTimeoutPolicy
        {
            Timeout = Patience,
            TimeoutStatusCode = StatusCodes.Status503ServiceUnavailable,
            WriteTimeoutResponse = context =>
            {
                context.Response.Headers.RetryAfter = "1";
                return TypedResults.Problem(
                    "This took too long. Try again in a moment.",
                    statusCode: StatusCodes.Status503ServiceUnavailable).ExecuteAsync(context);
            },
        });

        // Some photos are on their way in at a time, each up to 10 MB of memory; some more wait. Only those that have
        // arrived wait for a core, so that a slow sender holds up nobody but himself.
        services.AddSingleton<Cores>();
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
                    "Too many photos are being read just now. Try again in a second.",
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
