namespace Microsoft.Extensions.ML;

/// <summary>
/// Calls back when a file has been replaced or rewritten. It polls, because file system notifications are lost on renames,
/// on mounted volumes and in containers. A file that is still being written is left alone until two polls agree.
/// </summary>
internal sealed class ModelFileWatcher(string path, Action changed) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    private readonly PeriodicTimer timer = new(Interval);
    private (long Length, DateTime Written) loaded = StampOf(path);

    /// <summary>Starts to watch, for changes since this object was created.</summary>
    public void Start() => _ = Task.Run(WatchAsync);

    public void Dispose() => timer.Dispose();

    private async Task WatchAsync()
    {
        var previous = loaded;
        while (await timer.WaitForNextTickAsync())
        {
            var now = StampOf(path);
            if (now == previous && now != loaded && now != default)
            {
                loaded = now;
                changed();
            }

            previous = now;
        }
    }

    // The default value means that there is no file.
    private static (long Length, DateTime Written) StampOf(string path)
    {
        try
        {
            var file = new FileInfo(path);
            file = file.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? file;
            return file.Exists ? (file.Length, file.LastWriteTimeUtc) : default;
        }
        catch (IOException)
        {
            return default; // deleted meanwhile
        }
    }
}
