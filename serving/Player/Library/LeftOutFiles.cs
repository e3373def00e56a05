using System.Collections.Concurrent;

namespace EmoMusic.Serving.Player.Library;

/// <summary>What a scan left out, and why: said once in the log, and shown on the page while it lasts.</summary>
internal sealed partial class LeftOutFiles(ILogger<LeftOutFiles> log)
{
    private const int MaxFiles = 10_000; // remembered; a hostile folder may have millions

    private readonly ConcurrentDictionary<string, string> logged = new();
    private ConcurrentDictionary<string, string> current = new();
    private volatile ConcurrentDictionary<string, string> shown = new();

    /// <summary>What the last scan left out: locations within the library, and reasons.</summary>
    public IReadOnlyDictionary<string, string> All => shown;

    /// <summary>Starts a new list; the last one is shown until <see cref="Finish"/>.</summary>
    public void Start() => current = new();

    /// <summary>Shows the new list.</summary>
    public void Finish()
    {
        shown = current;
        foreach (var location in logged.Keys.Where(location => !current.ContainsKey(location)))
        {
            logged.TryRemove(location, out _); // if it comes again, it is news
        }
    }

    /// <summary>Leaves a file or folder out.</summary>
    /// <param name="location">Its location within the library.</param>
    /// <param name="reason">As a sentence without subject, such as "cannot be read.".</param>
    /// <param name="path">As named in the log; null if it was logged already.</param>
    public void Add(string location, string reason, string? path)
    {
        if (current.Count >= MaxFiles)
        {
            return;
        }

        current[location] = reason;
        var isNews = !logged.TryGetValue(location, out var before) || before != reason;
        logged[location] = reason;
        if (isNews && path is not null)
        {
            LogSkipped(log, path, reason);
        }
    }

    [LoggerMessage(LogLevel.Warning, "{Path}: skipped, {Reason}")]
    private static partial void LogSkipped(ILogger log, string path, string reason);
}
