using System.Diagnostics;

namespace EmoMusic.Serving.Tests;

/// <summary>Memory of a process.</summary>
internal static class ProcessMemory
{
    /// <summary>This process's working set in bytes, after a full garbage collection.</summary>
    public static long Resident()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        GC.WaitForPendingFinalizers();
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        using var process = Process.GetCurrentProcess();
        return process.WorkingSet64;
    }

    /// <summary>Another process's working set in bytes.</summary>
    public static long ResidentOf(int id)
    {
        using var process = Process.GetProcessById(id);
        return process.WorkingSet64;
    }
}
