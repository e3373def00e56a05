using System.Security.Cryptography;
using System.Text;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Calls back when files in a folder, or below it, have changed and then been left alone for a moment. The folder itself
/// may come and go, as disks are mounted: <see cref="Check"/> notices.
/// </summary>
internal sealed partial class FolderWatcher(string folder, Action changed, ILogger log) : IDisposable
{
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(300); // files are copied one after the other
    private static readonly TimeSpan UnwatchedInterval = TimeSpan.FromMinutes(1);

    private readonly Lock gate = new();
    private FileSystemWatcher? watcher;
    private Timer? debounce;
    private string? state;
    private bool isUnwatched; // the system limits the number of watches
    private long lastChange = Environment.TickCount64;
    private long firstEvent; // since the last call back; 0 if there was none

    /// <summary>How long files that are written all the time may hold a call back up.</summary>
    internal TimeSpan MaxWait { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>Starts to watch, and calls back if the folder was mounted, unmounted, created or removed since the last call.</summary>
    public void Check()
    {
        lock (gate)
        {
            debounce ??= new Timer(_ => Changed());
            var now = StateOf(folder);
            if (now != state)
            {
                var isFirst = state is null;
                state = now;
                Watch();
                if (!isFirst)
                {
                    Restart();
                }
            }
            else if (isUnwatched && Environment.TickCount64 - lastChange > UnwatchedInterval.TotalMilliseconds)
            {
                Restart();
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (gate)
        {
            watcher?.Dispose();
            debounce?.Dispose();
        }
    }

    private void Watch()
    {
        watcher?.Dispose();
        watcher = null;
        isUnwatched = false;
        if (!Directory.Exists(folder))
        {
            return;
        }

        try
        {
            watcher = new FileSystemWatcher(folder)
            {
                IncludeSubdirectories = true,
                NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
            };
            watcher.Created += (_, _) => Restart();
            watcher.Changed += (_, _) => Restart();
            watcher.Deleted += (_, _) => Restart();
            watcher.Renamed += (_, _) => Restart();
            watcher.Error += (_, _) => Restart(); // its buffer overflowed: scan everything
            watcher.EnableRaisingEvents = true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException)
        {
            isUnwatched = true;
            LogUnwatched(log, folder, error.Message);
        }
    }

    private void Restart()
    {
        try
        {
            var now = Environment.TickCount64;
            var first = Interlocked.CompareExchange(ref firstEvent, now, 0) is > 0 and var earlier ? earlier : now;
            var left = Math.Max(0, first + (long)MaxWait.TotalMilliseconds - now);
            debounce?.Change(Math.Min((long)QuietPeriod.TotalMilliseconds, left), Timeout.Infinite);
        }
        catch (ObjectDisposedException)
        {
            // an event during the shutdown
        }
    }

    private void Changed()
    {
        Interlocked.Exchange(ref firstEvent, 0);
        lastChange = Environment.TickCount64;
        changed();
    }

    // What changes when a disk is mounted: the folder's own times, its entries, and the mounts at, above or below it.
    private static string StateOf(string folder)
    {
        var directory = new DirectoryInfo(folder);
        if (!directory.Exists)
        {
            return "missing";
        }

        var text = new StringBuilder().Append(directory.CreationTimeUtc.Ticks);
        foreach (var name in directory.EnumerateFileSystemInfos().Select(entry => entry.Name).Order(StringComparer.Ordinal))
        {
            text.Append('\n').Append(name);
        }

        if (OperatingSystem.IsLinux() && File.Exists("/proc/self/mountinfo"))
        {
            foreach (var line in File.ReadLines("/proc/self/mountinfo").Where(line => IsAround(folder, line)))
            {
                text.Append('\n').Append(line);
            }
        }

        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text.ToString())));
    }

    private static bool IsAround(string folder, string line)
    {
        var mounted = line.Split(' ', 6) is [_, _, _, _, var point, ..] ? point.Replace("\\040", " ", StringComparison.Ordinal) : "";
        return RealPath.IsInside(folder, mounted) || RealPath.IsInside(mounted, folder);
    }

    [LoggerMessage(LogLevel.Warning, "{Folder}: cannot be watched, so changes are found by a scan once a minute. {Error}")]
    private static partial void LogUnwatched(ILogger log, string folder, string error);
}
