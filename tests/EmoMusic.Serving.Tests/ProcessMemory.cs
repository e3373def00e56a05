using System.Diagnostics;

namespace EmoMusic.Serving.Tests;

/// <summary>Memory of processes.</summary>
internal static class ProcessMemory
{
    /// <summary>The working set of another process in bytes.</summary>
    public static long ResidentOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }

    /// <summary>The working set of this process in bytes, after a full garbage collection.</summary>
    public static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }
}
