using Microsoft.Extensions.Primitives;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>Hands out the change tokens of a model loader, one after the other.</summary>
internal sealed class ReloadTokenSource : IDisposable
{
    private CancellationTokenSource source = new();

    /// <summary>The current token.</summary>
    public IChangeToken Token => new CancellationChangeToken(Volatile.Read(ref source).Token);

    /// <summary>Replaces the current token and fires it; callbacks ask for the next one at once.</summary>
    public void Fire() => Interlocked.Exchange(ref source, new CancellationTokenSource()).Cancel();

    /// <inheritdoc/>
    public void Dispose() => source.Dispose();
}
