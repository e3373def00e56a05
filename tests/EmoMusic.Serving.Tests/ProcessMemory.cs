using System.Diagnostics;

namespace EmoMusic.Serving.Tests;

/// <summary>The memory of this process.</summary>
internal static class ProcessMemory
{
    /// <summary>Bytes that it holds after everything that can be given back was.</summary>
    public static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
