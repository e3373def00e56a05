namespace EmoMusic.Serving.Player.Library;

/// <summary>Calls back when files in a folder, or below it, have changed and then been left alone for a moment.</summary>
internal sealed partial class FolderWatcher : IDisposable
{
    private static readonly TimeSpan QuietPeriod = TimeSpan.FromMilliseconds(300); // files are copied one after the other

    private readonly FileSystemWatcher watcher;
    private readonly Timer debounce;

    private FolderWatcher(string folder, Action changed)
    {
        debounce = new Timer(_ => changed());
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
    }

    /// <summary>Starts to watch; null if the folder does not exist.</summary>
    /// <param name="folder">The folder's full path.</param>
    /// <param name="changed">Called on a thread of the pool.</param>
    /// <param name="log">Warned if the system cannot watch the folder.</param>
    public static FolderWatcher? Start(string folder, Action changed, ILogger log)
    {
        if (!Directory.Exists(folder))
        {
            return null;
        }

        var started = new FolderWatcher(folder, changed);
        try
        {
            started.watcher.EnableRaisingEvents = true;
        }
        catch (IOException error) // the system limits the number of watches
        {
            LogUnwatched(log, folder, error.Message);
        }

        return started;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        watcher.Dispose();
        debounce.Dispose();
    }

    private void Restart() => debounce.Change(QuietPeriod, Timeout.InfiniteTimeSpan);

    [LoggerMessage(LogLevel.Warning, "{Folder}: cannot be watched, so changes are found by a scan only. {Error}")]
    private static partial void LogUnwatched(ILogger log, string folder, string error);
}
