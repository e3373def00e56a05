using System.Runtime.InteropServices;

namespace EmoMusic.Training.Native;

/// <summary>
/// Keeps freed memory in the process. Each training step allocates and frees the same tensors of 10–30 MB; glibc
/// returns them to the kernel, which zeroes the pages again for the next step: a fifth of a step's time.
/// </summary>
public static partial class Heap
{
    private const int TrimThreshold = -1; // M_TRIM_THRESHOLD, M_TOP_PAD, M_MMAP_THRESHOLD of malloc.h
    private const int TopPad = -2;
    private const int MapThreshold = -3;

    /// <summary>Makes glibc keep large blocks; does nothing for other allocators.</summary>
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
                _ = SetOption(MapThreshold, 32 << 20); // the maximum before glibc 2.35
            }

            _ = SetOption(TrimThreshold, int.MaxValue);
            _ = SetOption(TopPad, 64 << 20);
        }
        catch (EntryPointNotFoundException)
        {
            // musl has no mallopt and does not need it
        }
    }

    // Returns 0 if it rejects the value.
    [LibraryImport("libc", EntryPoint = "mallopt")]
    private static partial int SetOption(int option, int value);
}
