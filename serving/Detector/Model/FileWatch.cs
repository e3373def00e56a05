namespace EmoMusic.Serving.Detector.Model;

/// <summary>
/// Calls back when a file has been replaced or rewritten. It looks at the file eight times a second, because the
/// system's notices are lost on renames, on mounted volumes and in containers. A file that is still being written
/// is left alone until it has been the same for two looks.
/// </summary>
internal sealed class FileWatch(string path, Action changed) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(125);

    private readonly PeriodicTimer timer = new(Interval);
    private FileStamp taken = FileStamp.Of(path);

    /// <summary>Begins to watch. A change since this object was made counts.</summary>
    public void Start() => _ = Task.Run(WatchAsync);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private async Task WatchAsync()
    {
        var seen = taken;
        while (await timer.WaitForNextTickAsync())
        {
            var now = FileStamp.Of(path);
            if (now == seen && now != taken && now != default)
            {
                taken = now;
                changed();
            }

            seen = now;
        }
    }
}
