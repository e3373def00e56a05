namespace EmoMusic.Serving.Detector.Model;

/// <summary>
/// Calls back when a file has been replaced or rewritten. It polls, because file system notifications are lost on renames,
/// on mounted volumes and in containers. A file that is still being written is left alone until two polls agree.
/// </summary>
internal sealed class PollingFileWatcher(string path, Action changed) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    private readonly PeriodicTimer timer = new(Interval);
    private FileStamp loaded = FileStamp.Of(path);

    /// <summary>Starts to watch, for changes since this object was created.</summary>
    public void Start() => _ = Task.Run(WatchAsync);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private async Task WatchAsync()
    {
        var previous = loaded;
        while (await timer.WaitForNextTickAsync())
        {
            var now = FileStamp.Of(path);
            if (now == previous && now != loaded && now != default)
            {
                loaded = now;
                changed();
            }

            previous = now;
        }
    }
}
