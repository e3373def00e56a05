using System.Runtime.InteropServices;

namespace EmoMusic.Training.Native;

/// <summary>
/// Keeps freed memory in the process. A training step frees and takes back the same tensors of 10–30 MB again and
/// again; glibc gives each back to the kernel, which zeroes it page by page for the next step: a fifth of a step's
/// time.
/// </summary>
public static partial class Heap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD of malloc.h
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>Tells glibc to keep large blocks; other systems' allocators are left as they are.</summary>
    public static void KeepLargeBlocks()
    {
        if (!OperatingSystem.IsLinux())
        {
            return;
        }

        try
        {
            if (SetOption(MapThreshold, 1 << 30) == 0)
            {
                _ = SetOption(MapThreshold, 32 << 20); // the most that glibc took before 2.35
            }

            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, 64 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt and no such habit
        }
    }

    // 0 where the value was refused
    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
