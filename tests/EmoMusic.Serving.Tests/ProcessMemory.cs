using System.Diagnostics;

namespace EmoMusic.Serving.Tests;

/// <summary>Memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>The working set in bytes, after a full garbage collection.</summary>
    public static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
