using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Detector.Model;

/// <summary>What tells one state of a file from another without reading it. The default is "there is no file".</summary>
/// <param name="Length">In bytes.</param>
/// <param name="Written">When it was last written to, as far as its writer let it show.</param>
/// <param name="Changed">
/// On Linux, its inode and the moment of its last change of any kind, which nobody can set: a file that is renamed over
/// another may be of the same length and time. Zero elsewhere.
/// </param>
internal readonly partial record struct FileStamp(long Length, DateTime Written, Int128 Changed)
{
    private const int WorkingDirectory = -100; // AT_FDCWD
    private const uint InodeAndChangeTime = 0x100 | 0x80; // STATX_INO | STATX_CTIME
    private const int StatxBytes = 256;
    private const int InodeAt = 32;
    private const int SecondsAt = 96; // of stx_ctime; its nanoseconds follow

    /// <summary>Looks at a file, following links.</summary>
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
            return default; // gone between two questions
        }
    }

    private static Int128 ChangeOf(string path)
    {
        if (!OperatingSystem.IsLinux())
        {
            return 0;
        }

        var answer = new byte[StatxBytes]; // struct statx of linux/stat.h is laid out the same on every processor
        try
        {
            return Statx(WorkingDirectory, path, 0, InodeAndChangeTime, answer) != 0 ? 0 : new Int128(
                BinaryPrimitives.ReadUInt64LittleEndian(answer.AsSpan(InodeAt)),
                (ulong)((BinaryPrimitives.ReadInt64LittleEndian(answer.AsSpan(SecondsAt)) * 1_000_000_000)
                    + BinaryPrimitives.ReadUInt32LittleEndian(answer.AsSpan(SecondsAt + sizeof(long)))));
        }
        catch (EntryPointNotFoundException)
        {
            return 0; // a C library from before statx
        }
    }

    [LibraryImport("libc", EntryPoint = "statx", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Statx(int folder, string path, int flags, uint mask, [Out] byte[] answer);
}
