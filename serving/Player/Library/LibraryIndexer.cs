using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Keeps the database and the catalog up to date: migrates the database, then scans at startup, when the folder changes
/// and on request. One scan runs at a time.
/// </summary>
internal sealed partial class LibraryIndexer(
    IOptions<PlayerOptions> options, IHostEnvironment host, IDbContextFactory<PlayerDbContext> databases,
    LibraryScanner scanner, TrackCatalog catalog, SubsonicSource subsonic, ILogger<LibraryIndexer> log) : BackgroundService
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(5); // after a failure
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2); // of the catalog, during a long scan

    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly HashSet<ChannelWriter<ScanEvent>> subscribers = [];
    private readonly TaskCompletionSource firstScan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource music = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int scans; // started so far
    private Task? opening; // the database

    /// <summary>The library folder.</summary>
    public string Root { get; } = Path.GetFullPath(options.Value.Library, host.ContentRootPath);

    /// <summary>Whether the first scan since startup is still running.</summary>
    public bool IsFirstScanRunning => !firstScan.Task.IsCompleted;

    /// <summary>What is wrong with the library, as a sentence; null if nothing is.</summary>
    public string? Error { get; private set; }

    /// <summary>Progress of the current scan, or of the last one.</summary>
    public ScanProgress Progress { get; private set; } = new(0, 0, 0, false);

    /// <summary>Starts to open the database and load the catalog, in parallel to the rest of the startup.</summary>
    public void Open() => opening = Task.Run(() => OpenAsync(CancellationToken.None));

    /// <summary>A track's file as it is now; null if it is missing.</summary>
    public MusicFile? FindFile(Track track) => new MusicFolder(Root, _ => { }).Find(track.Stored.Location);

    /// <summary>The track with this id; just after startup, waits until the library is known.</summary>
    public async Task<Track?> FindTrackAsync(string id, CancellationToken cancel)
    {
        if (catalog.Find(id) is null && IsFirstScanRunning)
        {
            await WaitAsync(firstScan.Task, cancel);
        }

        return catalog.Find(id);
    }

    /// <summary>Waits, up to a timeout, until there is music to play: the stored catalog, or part of the first scan.</summary>
    public Task WaitForMusicAsync(CancellationToken cancel) => WaitAsync(music.Task, cancel);

    /// <summary>Requests a scan and reports its progress until it is finished; a running scan finishes first.</summary>
    public async IAsyncEnumerable<ScanProgress> ScanAsync([EnumeratorCancellation] CancellationToken cancel)
    {
        var events = Channel.CreateUnbounded<ScanEvent>();
        int before;
        lock (subscribers)
        {
            subscribers.Add(events.Writer);
            before = scans;
        }

        try
        {
            RequestScan();
            await foreach (var (scan, progress) in events.Reader.ReadAllAsync(cancel))
            {
                var finished = progress.Finished && scan > before;
                yield return progress with { Finished = finished };
                if (finished)
                {
                    yield break;
                }
            }
        }
        finally
        {
            lock (subscribers)
            {
                subscribers.Remove(events.Writer);
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var watcher = FolderWatcher.Start(Root, RequestScan, log);
        RequestScan();
        while (await requests.Reader.WaitToReadAsync(stoppingToken) && requests.Reader.TryRead(out _))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (error.IsDatabaseError() || error is IOException or UnauthorizedAccessException)
            {
                Error = "The player's database is unavailable, so the library may be out of date.";
                LogUnavailable(log, error.GetBaseException().Message);
                Report(Progress with { Finished = true });
                _ = RetryAsync(stoppingToken);
            }

            firstScan.TrySetResult();
            music.TrySetResult();
        }
    }

    private void RequestScan() => requests.Writer.TryWrite(true);

    private async Task RetryAsync(CancellationToken cancel)
    {
        await Task.Delay(RetryDelay, cancel);
        RequestScan();
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        lock (subscribers)
        {
            scans++;
        }

        opening = opening is { IsFaulted: false } ? opening : OpenAsync(cancel);
        await opening;
        var (sinceStart, sinceRefresh) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        await foreach (var progress in scanner.ScanAsync(Root, cancel))
        {
            Report(progress);
            if (sinceRefresh.Elapsed > RefreshInterval)
            {
                await catalog.RefreshAsync(cancel);
                sinceRefresh.Restart();
            }

            if (sinceStart.Elapsed > WaitTimeout)
            {
                music.TrySetResult(); // a large library: play what has been read so far
            }
        }

        await catalog.RefreshAsync(cancel);
        Error = null;
        try
        {
            await subsonic.SyncAsync(cancel);
            await catalog.RefreshAsync(cancel);
        }
        catch (SubsonicException error)
        {
            Error = error.Message;
            LogSubsonicError(log, error.Message);
        }

        Report(Progress with { Finished = true });
    }

    // Tracks known from an earlier run can be played while the folder is scanned.
    private async Task OpenAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database.MigrateAsync(cancel);
        await catalog.RefreshAsync(cancel);
        if (catalog.Tracks.Count > 0)
        {
            music.TrySetResult();
        }
    }

    private void Report(ScanProgress progress)
    {
        Progress = progress;
        lock (subscribers)
        {
            foreach (var subscriber in subscribers)
            {
                subscriber.TryWrite(new(scans, progress));
            }
        }
    }

    private static async Task WaitAsync(Task task, CancellationToken cancel)
    {
        try
        {
            await task.WaitAsync(WaitTimeout, cancel);
        }
        catch (TimeoutException)
        {
            // A large library: answer with what has been read so far, and a hint.
        }
    }

    [LoggerMessage(LogLevel.Error, "The player's database is unavailable; retrying soon. {Error}")]
    private static partial void LogUnavailable(ILogger log, string error);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogSubsonicError(ILogger log, string sentence);

    private sealed record ScanEvent(int Scan, ScanProgress Progress);
}
