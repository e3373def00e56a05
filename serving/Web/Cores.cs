namespace EmoMusic.Serving.Web;

/// <summary>The processor's cores, for work that fills one: no more of it at once than there are cores.</summary>
internal sealed class Cores : IDisposable
{
    private readonly SemaphoreSlim free = new(Environment.ProcessorCount);

    /// <summary>Does the work as soon as a core is free.</summary>
    public async Task<T> RunAsync<T>(Func<T> work, CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        try
        {
            return work();
        }
        finally
        {
            free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();
}
