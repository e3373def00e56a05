using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>Distinguishes versions of a file without reading it. The default value means that there is no file.</summary>
/// <param name="Length">Bytes.</param>
/// <param name="Written">The last write time, which programs can set.</param>
/// <param name="Changed">
/// On Linux, the inode and ctime, which programs cannot set: a file renamed over another may have the same length and
/// write time. Zero elsewhere.
/// </param>
internal readonly partial record struct FileStamp(long Length, DateTime Written, Int128 Changed)
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint InodeAndChangeTime = 0x100 | 0x80; // STATX_INO | STATX_CTIME
    private const int StatxBytes = 256;
    private const int InodeAt = 32;
    private const int SecondsAt = 96; // of stx_ctime; its nanoseconds follow

    /// <summary>The stamp of a file, or of a link's target.</summary>
    public static FileStamp Of(string path)
    {
        var file = new FileInfo(path);
        try
        {
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? new(file.Length, file.LastWriteTimeUtc, ChangeOf(path)) : default;
        }
        catch (IOException)
        {
            return default; // deleted meanwhile
        }
    }

    private static Int128 ChangeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var answer = new byte[StatxBytes]; // struct statx of linux/stat.h has the same layout on every architecture
        try
        {
            return Statx(WorkingDirectory, path, 0, InodeAndChangeTime, answer) != 0 ? 0 : new Int128(
                BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(InodeAt)),
                (ulong)((BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SecondsAt)) * 1_000_000_000)
                    + BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(SecondsAt + sizeof(long)))));
        }
        catch (EntryPointNotFoundException)
        {
            return 0; // a C library without statx
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] answer);
}
