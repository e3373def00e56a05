using System.Diagnostics;
using System.Globalization;
using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Connections.Features;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Admits photos: a limited number at a time, fewer from each client, and none that would have to wait for long. The rest is
/// refused at once, with 503 and Retry-After.
/// </summary>
internal sealed class PhotoAdmission(CpuLimiter cpu) : IEndpointFilter, IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1); // for admission; another one for a core

    private static readonly TimeSpan RetryAfter = TimeSpan.FromSeconds(1);

    private static readonly object LastRefusal = new(); // of a connection

    // A client first takes a place of its own, then one of everybody's: those who wait for their own take nobody else's.
    private readonly PartitionedRateLimiter<HttpContext> limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<HttpContext, string>(context => RateLimitPartition.GetConcurrencyLimiter(
            context.Client(), _ => new()
            {
                PermitLimit = 6 * Environment.ProcessorCount,
                QueueLimit = 4 * Environment.ProcessorCount,
            })),
        PartitionedRateLimiter.Create<HttpContext, string>(_ => RateLimitPartition.GetConcurrencyLimiter(
            "everybody", _ => new()
            {
                PermitLimit = 12 * Environment.ProcessorCount, // each holds up to 10 MB
                QueueLimit = 6 * Environment.ProcessorCount,
            })));

    /// <inheritdoc/>
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        if (cpu.IsOverloaded(context.HttpContext.Client()))
        {
            return await RefuseAsync(context.HttpContext);
        }

        try
        {
            using var lease = await limiter.AcquireAsync(context.HttpContext, MaxWait, context.HttpContext.RequestAborted);
            if (lease is not null)
            {
                return await next(context);
            }
        }
        catch (OverloadException)
        {
            // Nor has the processor time.
        }

        return await RefuseAsync(context.HttpContext); // no place is held meanwhile
    }

    /// <summary>
    /// Refuses at once, so that a visitor knows. A client that does not wait as it was told gets its next refusal only when the
    /// time has passed: thousands of them a second would take the cores from photos.
    /// </summary>
    internal static async Task<ProblemHttpResult> RefuseAsync(HttpContext context)
    {
        if (context.Features.Get<IConnectionItemsFeature>()?.Items is { } connection)
        {
            var now = Stopwatch.GetTimestamp();
            TimeSpan wait;
            lock (connection)
            {
                wait = connection.TryGetValue(LastRefusal, out var last) ? RetryAfter - Stopwatch.GetElapsedTime((long)last!, now) : TimeSpan.Zero;
                wait = TimeSpan.FromSeconds(Math.Clamp(wait.TotalSeconds, 0, RetryAfter.TotalSeconds));
                connection[LastRefusal] = now + (long)(wait.TotalSeconds * Stopwatch.Frequency);
            }

            if (wait > TimeSpan.Zero)
            {
                await Task.Delay(wait, context.RequestAborted);
            }
        }

        context.Response.Headers.RetryAfter = RetryAfter.TotalSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(
            "Too many photos are being processed. Try again in a second.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();
}
