using System.Runtime.InteropServices;

namespace EmoMusic.Serving;

/// <summary>The memory that native libraries take: photos while they are decoded, models while they live.</summary>
internal static partial class NativeMemory
{
    private const int ArenaMax = -8; // M_ARENA_MAX of malloc.h
    private const int MapThreshold = -3; // M_MMAP_THRESHOLD, in bytes

    /// <summary>
    /// Lets glibc share one heap among all threads. By default each thread gets its own and gives little of it back:
    /// 150 swaps of the model took 230 MB more that way, and 45 MB this way. And lets it ask the system for each large
    /// block, as long as the program runs; by default it learns from the first large photo to put up to 32 MB into the
    /// heap, where they leave holes: 26,000 damaged photos took 130 MB more that way, and 20 MB this way. Other systems
    /// need nothing of this.
    /// </summary>
    public static void KeepSmall()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = SetMallocOption(ArenaMax, 1);
                _ = SetMallocOption(MapThreshold, 4 << 20);
            }
        }
        catch (EntryPointNotFoundException)
        {
            // musl, not glibc: it has one heap already.
        }
    }

    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetMallocOption(int option, int value);
}
