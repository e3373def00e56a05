using System.Runtime.InteropServices;

namespace EmoMusic.Serving;

/// <summary>The memory that native libraries take: photos while they are decoded, models while they live.</summary>
internal static partial class NativeMemory
{
    private const int ArenaMax = -8; // M_ARENA_MAX of malloc.h

    /// <summary>
    /// Lets glibc share one heap among all threads. By default each thread gets its own and gives little of it back:
    /// 150 swaps of the model took 230 MB more that way, and 45 MB this way. Other systems need nothing of this.
    /// </summary>
    public static void KeepSmall()
    {
        try
        {
            if (OperatingSystem.IsLinux())
            {
                _ = SetMallocOption(ArenaMax, 1);
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
