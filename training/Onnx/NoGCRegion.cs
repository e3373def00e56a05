using System.Runtime;

namespace TorchSharpToOnnx;

/// <summary>
/// Keeps the garbage collector away while native Torch code runs:
/// <code>using (NoGCRegion.Enter()) { loss.backward(); optimizer.step(); }</code>
/// </summary>
/// <remarks>
/// TorchSharp turns the number in <c>x / 4</c> into a native scalar that a finalizer frees, and nothing keeps the managed side
/// alive during the native call. A collection at that moment, by another thread's allocations, lets libtorch read freed memory:
/// "Expected false to be true", "Unknown scalar type", or another number. Without a collection no finalizer runs, and
/// leaving the region waits for those that are due. Collections then happen between regions, so keep a region as short as a
/// training step.
/// </remarks>
public sealed class NoGCRegion : IDisposable
{
    /// <summary>Bytes that managed code may allocate inside, on all threads; beyond them the collector comes all the same.</summary>
    public const long Size = 200_000_000;

    private static readonly object Gate = new();
    private static int depth;

    private bool isDisposed;

    private NoGCRegion()
    {
    }

    /// <summary>Enters the region, or stays in it: regions nest, and threads share one.</summary>
    public static NoGCRegion Enter()
    {
        lock (Gate)
        {
            if (depth++ == 0)
            {
                GC.WaitForPendingFinalizers();
                GC.TryStartNoGCRegion(Size);
            }
        }

        return new NoGCRegion();
    }

    /// <summary>Leaves the region; the outermost lets the collector and its finalizers run.</summary>
    public void Dispose()
    {
        lock (Gate)
        {
            if (isDisposed || --depth > 0)
            {
                isDisposed = true;
                return;
            }

            isDisposed = true;
            if (GCSettings.LatencyMode == GCLatencyMode.NoGCRegion) // else more than Size was allocated, and it has ended
            {
                GC.EndNoGCRegion();
            }
        }

        GC.WaitForPendingFinalizers();
    }
}
