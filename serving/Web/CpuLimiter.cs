namespace EmoMusic.Serving.Web;

/// <summary>Limits CPU-bound work to one task per core.</summary>
internal sealed class CpuLimiter : IDisposable
{
    private readonly SemaphoreSlim cores = new(Environment.ProcessorCount);

    /// <summary>Runs the work as soon as a core is cores.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        await cores.WaitAsync(cancel);
        try
        {
            return work();
        }
        finally
        {
            cores.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => cores.Dispose();
}
