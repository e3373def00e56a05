using System.Runtime.InteropServices;
using System.Text;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// File names that are not UTF-8, such as Latin-1 from an old disk. .NET cannot open them by name, so they are opened
/// through links with plain names. In locations, a byte that is not UTF-8 is U+EF00 plus the byte, as in MirBSD's OPTU-8;
/// so is each byte of such a character, so that no two names are the same.
/// </summary>
internal static unsafe partial class RawNames
{
    private const char First = '\uEF80';
    private const char Last = '\uEFFF';
    private const int NameOffset = 19; // of d_name in Linux's struct dirent, after two 64-bit numbers, length and type
    private const int MaxLinkBytes = 4096;

    /// <summary>Whether a name that .NET gave may stand for several: U+FFFD is bytes it could not decode, or itself.</summary>
    public static bool IsAmbiguous(string name) =>
        OperatingSystem.IsLinux() && (name.Contains('\uFFFD', StringComparison.Ordinal) || IsRaw(name));

    /// <summary>Whether a location contains such bytes.</summary>
    public static bool IsRaw(string location) => OperatingSystem.IsLinux() && location.AsSpan().ContainsAnyInRange(First, Last);

    /// <summary>A location as shown to people: the bytes are taken for Latin-1.</summary>
    public static string Display(string location) => IsRaw(location)
        ? string.Create(location.Length, location, static (text, from) =>
        {
            for (var i = 0; i < text.Length; i++)
            {
                text[i] = from[i] is >= First and <= Last ? (char)(from[i] & 0xFF) : from[i];
            }
        })
        : location;

    /// <summary>The names in a folder that are not UTF-8, or ambiguous.</summary>
    public static List<string> List(string folder)
    {
        var names = new List<string>();
        var handle = OpenFolder(Bytes(folder));
        if (handle == 0)
        {
            return names;
        }

        try
        {
            byte* entry;
            while ((entry = ReadFolder(handle)) is not null)
            {
                var name = MemoryMarshal.CreateReadOnlySpanFromNullTerminated(entry + NameOffset);
                if (IsAmbiguous(Encoding.UTF8.GetString(name)))
                {
                    names.Add(Decode(name));
                }
            }
        }
        finally
        {
            _ = CloseFolder(handle);
        }

        return names;
    }

    /// <summary>Links a plain name to a path with such bytes.</summary>
    /// <exception cref="IOException">The link cannot be made.</exception>
    public static void Link(string path, string link)
    {
        if (MakeLink(Bytes(path), Bytes(link)) != 0)
        {
            throw new IOException($"its name is not UTF-8, and no link to it can be made in {Path.GetDirectoryName(link)}");
        }
    }

    /// <summary>Whether a path with such bytes is itself a link.</summary>
    public static bool IsLink(string path)
    {
        var target = stackalloc byte[MaxLinkBytes];
        return ReadLink(Bytes(path), target, MaxLinkBytes) >= 0;
    }

    /// <summary>Size, time and kind of what a path leads to; null if there is nothing.</summary>
    public static (long Length, long Written, bool IsFolder)? Find(string path)
    {
        // struct statx of Linux, the same on every architecture: mode at 28, size at 40, mtime at 112.
        var stat = stackalloc byte[256];
        if (Stat(-100, Bytes(path), 0, 0x7FF, stat) != 0)
        {
            return null;
        }

        var seconds = *(long*)(stat + 112);
        var hasDate = seconds >= DateTimeOffset.MinValue.ToUnixTimeSeconds()
            && seconds <= DateTimeOffset.MaxValue.ToUnixTimeSeconds();
        var written = !hasDate ? MusicFile.NoDate
            : DateTime.UnixEpoch.Ticks + (seconds * TimeSpan.TicksPerSecond) + (*(uint*)(stat + 120) / 100);
        var kind = *(ushort*)(stat + 28) & 0xF000;
        return (kind == 0x8000 ? *(long*)(stat + 40) : 0, written, kind == 0x4000);
    }

    private static string Decode(ReadOnlySpan<byte> name)
    {
        var text = new StringBuilder(name.Length);
        while (!name.IsEmpty)
        {
            if (Rune.DecodeFromUtf8(name, out var rune, out var length) == System.Buffers.OperationStatus.Done
                && rune.Value is not (>= First and <= Last))
            {
                text.Append(rune);
                name = name[length..];
            }
            else
            {
                text.Append((char)(0xEF00 + name[0]));
                name = name[1..];
            }
        }

        return text.ToString();
    }

    private static byte[] Bytes(string path)
    {
        var bytes = new List<byte>(path.Length + 1);
        Span<byte> buffer = stackalloc byte[4];
        foreach (var rune in path.EnumerateRunes())
        {
            if (rune.Value is >= First and <= Last)
            {
                bytes.Add((byte)rune.Value);
            }
            else
            {
                bytes.AddRange(buffer[..rune.EncodeToUtf8(buffer)]);
            }
        }

        bytes.Add(0);
        return [.. bytes];
    }

    [LibraryImport("libc", EntryPoint = "opendir")]
    private static partial nint OpenFolder(byte[] path);

    [LibraryImport("libc", EntryPoint = "readdir")]
    private static partial byte* ReadFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "closedir")]
    private static partial int CloseFolder(nint folder);

    [LibraryImport("libc", EntryPoint = "statx")]
    private static partial int Stat(int folder, byte[] path, int flags, uint mask, byte* stat);

    [LibraryImport("libc", EntryPoint = "symlink")]
    private static partial int MakeLink(byte[] target, byte[] link);

    [LibraryImport("libc", EntryPoint = "readlink")]
    private static partial nint ReadLink(byte[] path, byte* target, nint size);
}
