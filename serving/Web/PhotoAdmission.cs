using System.Threading.RateLimiting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Admits photos: a limited number at a time, fewer from each client, and none that would have to wait for long. The rest is
/// refused at once, with 503 and Retry-After.
/// </summary>
internal sealed class PhotoAdmission(CpuLimiter cpu) : IEndpointFilter, IDisposable
{
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1); // for admission; another one for a core

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
            return Refuse(context.HttpContext);
        }

        using var lease = await limiter.AcquireAsync(context.HttpContext, MaxWait, context.HttpContext.RequestAborted);
        if (lease is null)
        {
            return Refuse(context.HttpContext);
        }

        try
        {
            return await next(context);
        }
        catch (OverloadException)
        {
            return Refuse(context.HttpContext);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    private static ProblemHttpResult Refuse(HttpContext context)
    {
        context.Response.Headers.RetryAfter = "1";
        return TypedResults.Problem(
            "Too many photos are being processed. Try again in a second.", statusCode: StatusCodes.Status503ServiceUnavailable);
    }
}
