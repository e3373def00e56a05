using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Threading.RateLimiting;

namespace EmoMusic.Serving.Web;

/// <summary>The processor has more work than it can do in time.</summary>
internal sealed class OverloadException() : Exception("Too much work is waiting for a core.");

/// <summary>
/// Limits CPU-bound work to one task per core, shared fairly among clients, and refuses what would wait for longer than a
/// second.
/// </summary>
internal sealed class CpuLimiter : IDisposable
{
    private const double Smoothing = 0.1; // weight of the last task in the moving average

    private static readonly Meter Meter = new(Telemetry.MeterName);

    private static readonly UpDownCounter<int> Waiting = Meter.CreateUpDownCounter<int>(
        "emomusic.photo.waiting", "{photo}", "Photos that wait for a core.");

    private static readonly int Cores = Environment.ProcessorCount;
    private static readonly TimeSpan MaxWait = TimeSpan.FromSeconds(1);

    // Of each client, a few tasks compete for the cores; its others wait for these.
    private readonly PartitionedRateLimiter<string> limiter = PartitionedRateLimiter.CreateChained(
        PartitionedRateLimiter.Create<string, string>(client => Partition(client, 2 * Cores)),
        PartitionedRateLimiter.Create<string, string>(_ => Partition("cores", Cores)));

    private readonly Lock measuring = new();
    private double seconds; // of a task, on average

    /// <summary>Whether a client's next task would wait too long, by the number before it and the average of the last ones.</summary>
    public bool IsOverloaded(string client) =>
        (limiter.GetStatistics(client)?.CurrentQueuedCount ?? 0) * Volatile.Read(ref seconds) / Cores > MaxWait.TotalSeconds;

    /// <summary>Runs the work as soon as a core is free.</summary>
    /// <param name="client">Who asks for it.</param>
    /// <param name="work">The work.</param>
    /// <param name="cancel">Ends the wait.</param>
    /// <exception cref="OverloadException">No core would be free in time.</exception>
    public async Task<T> RunAsync<T>(string client, Func<T> work, CancellationToken cancel)
    {
        using var core = await WaitAsync(client, cancel);
        var start = Stopwatch.GetTimestamp();
        try
        {
            return work();
        }
        finally
        {
            Measure(Stopwatch.GetElapsedTime(start));
        }
    }

    /// <inheritdoc/>
    public void Dispose() => limiter.Dispose();

    private static RateLimitPartition<string> Partition(string key, int permits) =>
        RateLimitPartition.GetConcurrencyLimiter(key, _ => new() { PermitLimit = permits, QueueLimit = int.MaxValue });

    private async Task<RateLimitLease> WaitAsync(string client, CancellationToken cancel)
    {
        if (IsOverloaded(client))
        {
            throw new OverloadException();
        }

        Waiting.Add(1);
        try
        {
            return await limiter.AcquireAsync(client, MaxWait, cancel) ?? throw new OverloadException();
        }
        finally
        {
            Waiting.Add(-1);
        }
    }

    private void Measure(TimeSpan task)
    {
        lock (measuring)
        {
            seconds += Smoothing * (task.TotalSeconds - seconds);
        }
    }
}
