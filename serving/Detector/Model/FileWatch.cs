namespace EmoMusic.Serving.Detector.Model;

/// <summary>
/// Calls back when a file has been replaced or rewritten. It looks at the file four times a second, because the
/// system's notices are lost on renames, on mounted volumes and in containers. A file that is still being written
/// is left alone until it has been the same for two looks.
/// </summary>
internal sealed class FileWatch(string path, Action changed) : IDisposable
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);

    private readonly PeriodicTimer timer = new(Interval);
    private Stamp taken = Stamp.Of(path);

    /// <summary>Begins to watch. A change since this object was made counts.</summary>
    public void Start() => _ = Task.Run(WatchAsync);

    /// <inheritdoc/>
    public void Dispose() => timer.Dispose();

    private async Task WatchAsync()
    {
        var seen = taken;
        while (await timer.WaitForNextTickAsync())
        {
            var now = Stamp.Of(path);
            if (now == seen && now != taken && now.Exists)
            {
                taken = now;
                changed();
            }

            seen = now;
        }
    }

    // A file renamed over another may be of the same length and time, but it was born at another moment.
    private readonly record struct Stamp(bool Exists, long Length, DateTime Written, DateTime Born)
    {
        public static Stamp Of(string path)
        {
            var file = new FileInfo(path);
            try
            {
                return file.Exists ? new(true, file.Length, file.LastWriteTimeUtc, file.CreationTimeUtc) : default;
            }
            catch (IOException)
            {
                return default; // gone between the two questions
            }
        }
    }
}
