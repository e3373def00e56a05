using Microsoft.AspNetCore.Http.Timeouts;
using Microsoft.AspNetCore.Server.Kestrel.Core;

namespace EmoMusic.Serving.Web;

/// <summary>Limits on the size, speed, duration and concurrency of requests.</summary>
internal static class Limits
{
    /// <summary>The largest request body.</summary>
    public const int MaxRequestBodyBytes = 10 * 1024 * 1024;

    // Slower ones would lose their place after the request's timeout anyway, but hold it until then.
    private const double MinBodyBytesPerSecond = 2000;

    private const int Rejecting = 16; // connections beyond the limit, which are being rejected

    private static readonly TimeSpan BodyGracePeriod = TimeSpan.FromSeconds(5);

    private static readonly TimeSpan RequestTimeout = TimeSpan.FromSeconds(30);

    /// <exception cref="StartupException">The limit of open files is too low.</exception>
    public static void AddLimits(this IServiceCollection services)
    {
        var connections = OpenFiles.MaxConnections();
        if (connections is { } most)
        {
            services.AddBoundedTransport((int)most + Rejecting);
        }

        services.Configure<KestrelServerOptions>(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxConcurrentConnections = connections;
            kestrel.Limits.MaxRequestBodySize = MaxRequestBodyBytes;
            kestrel.Limits.MinRequestBodyDataRate = new MinDataRate(MinBodyBytesPerSecond, BodyGracePeriod);
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

        services.AddSingleton<CpuLimiter>();
        services.AddSingleton<PhotoAdmission>();
    }

    public static void UseLimits(this WebApplication app) => app.UseRequestTimeouts();

    /// <summary>Admits a limited number of photos at a time.</summary>
    public static RouteGroupBuilder LimitPhotos(this RouteGroupBuilder routes) => routes.AddEndpointFilter(
        (context, next) => context.HttpContext.RequestServices.GetRequiredService<PhotoAdmission>().InvokeAsync(context, next));
}
