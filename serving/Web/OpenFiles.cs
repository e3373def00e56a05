using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Web;

/// <summary>
/// The limit of open files, which sockets count against. A process that reaches it can open neither its database nor a track, so
/// connections are bounded below it.
/// </summary>
internal static partial class OpenFiles
{
    /// <summary>What the program itself holds (355 were measured with both roles, most of them its libraries) and some room.</summary>
    private const long Own = 450;

    private const long PerConnection = 2; // the socket, and the track that is streamed over it
    private const long FewestConnections = 32;

    private const int NoFile = 7; // RLIMIT_NOFILE on Linux
    private const long Unlimited = 1_000_000;

    /// <summary>The most connections that leave enough files for everything else; null where the system has no such limit.</summary>
    /// <exception cref="StartupException">The limit is too low for any.</exception>
    public static long? MaxConnections()
    {
        if (!OperatingSystem.IsLinux() || GetLimit(NoFile, out var limit) != 0 || limit.Current >= (ulong)Unlimited)
        {
            return null;
        }

        var connections = ((long)limit.Current - Own) / PerConnection;
        return connections >= FewestConnections ? connections : throw new StartupException(
            $"The limit of open files is {limit.Current}, expected at least {Own + (FewestConnections * PerConnection)}. "
            + "Raise it: ulimit -n in a shell, LimitNOFILE of systemd, ulimits of compose.");
    }

    [LibraryImport("libc", EntryPoint = "getrlimit")]
    private static partial int GetLimit(int resource, out ResourceLimit limit);

    private readonly struct ResourceLimit
    {
        public readonly ulong Current;
        public readonly ulong Highest;
    }
}
