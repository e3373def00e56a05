using Microsoft.Extensions.Primitives;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>Change tokens that a model loader hands out, one after the other.</summary>
internal sealed class ReloadSignal : IDisposable
{
    private CancellationTokenSource source = new();

    /// <summary>The token that fires next.</summary>
    public IChangeToken Token => new CancellationChangeToken(Volatile.Read(ref source).Token);

    /// <summary>Fires it. The next one is there before, because whoever is woken asks for it at once.</summary>
    public void Fire() => Interlocked.Exchange(ref source, new CancellationTokenSource()).Cancel();

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
