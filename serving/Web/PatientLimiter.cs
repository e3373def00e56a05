using System.Threading.RateLimiting;

namespace EmoMusic.Serving.Web;

/// <summary>Waits for a rate limiter, but not for long.</summary>
internal static class PatientLimiter
{
    /// <summary>Acquires a permit.</summary>
    /// <param name="limiter">The limiter.</param>
    /// <param name="resource">Whom or what the permit is for.</param>
    /// <param name="patience">How long to wait for it.</param>
    /// <param name="cancel">Ends the wait; only this cancellation is thrown.</param>
    /// <returns>The permit; null if the queue is full or the wait was too long.</returns>
    public static async Task<RateLimitLease?> AcquireAsync<T>(
        this PartitionedRateLimiter<T> limiter, T resource, TimeSpan patience, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(patience);
        try
        {
            var lease = await limiter.AcquireAsync(resource, cancellationToken: timeout.Token);
            if (lease.IsAcquired)
            {
                return lease;
            }

            lease.Dispose();
            return null;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            return null;
        }
    }
}
