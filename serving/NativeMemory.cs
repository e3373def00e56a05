using System.Runtime.InteropServices;

namespace EmoMusic.Serving;

/// <summary>Keeps small what native libraries need, which hold photos and models.</summary>
internal static partial class NativeMemory
{
    private const int ArenaMax = -8; // M_ARENA_MAX of malloc.h
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD, in bytes

    /// <summary>
    /// Makes glibc use one arena for all threads, and mmap for every block of 2 MB or more. By default each thread has its
    /// own arena and returns little of it: memory grew by 230 MB over 150 model swaps, and by 45 MB with one arena. By default
    /// the mmap threshold also rises to 32 MB after the first large photo, which fragments the heap: memory grew by 130 MB
    /// over 26,000 damaged photos, and by 20 MB with a fixed threshold. Other systems need neither.
    /// </summary>
    public static void ConfigureMalloc()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = SetMallocOption(ArenaMax, 1);
                _ = SetMallocOption(MapThreshold, 2 << 20);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl, not glibc: it has a single heap already.
        }
    }

    /// <summary>
    /// Collects all garbage and returns free memory to the system: once after much has been freed, such as a model. A load
    /// leaves copies of the file in the large object heap, and native blocks that keep the pages around them: memory grew by
    /// 50 to 120 MB over forty model swaps under load, and by 25 MB since this follows each.
    /// </summary>
    public static void ReturnFree()
    {
        GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = TrimHeap(0);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl, see above
        }
    }

    [LibraryImport("libc", EntryPoint = "malloc_trim")]
    private static partial int TrimHeap(nuint pad);

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
