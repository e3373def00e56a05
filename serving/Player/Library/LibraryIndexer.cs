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
/// and on request. One scan runs at a time. What fails is tried again, and stops nothing else.
/// </summary>
internal sealed class LibraryIndexer(
    IOptions<PlayerOptions> options, IHostEnvironment host, IHostApplicationLifetime lifetime, PlayerDatabase database,
    LibraryScanner scanner, TrackCatalog catalog, SubsonicSource subsonic, BackgroundSteps steps, PlainLinks links,
    ILogger<LibraryIndexer> log) : BackgroundService
{
    private static readonly TimeSpan WaitTimeout = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(2); // after a failure
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan TakeOverInterval = TimeSpan.FromSeconds(2); // between looks at whether the program that scans is gone
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2); // of the catalog, during a long scan

    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly HashSet<ChannelWriter<ScanEvent>> subscribers = [];
    private readonly TaskCompletionSource firstScan = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource music = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int scans; // started so far
    private int failures; // in a row
    private TimeSpan lastRefresh; // since the start of the scan
    private Task? opening; // the database

    /// <summary>Raised after each scan.</summary>
    public event Action? Scanned;

    /// <summary>The library folder.</summary>
    public string Root { get; } = Path.GetFullPath(options.Value.Library, host.ContentRootPath);

    /// <summary>Whether the first scan since startup is still running.</summary>
    public bool IsFirstScanRunning => !firstScan.Task.IsCompleted;

    /// <summary>Whether there is music to play, or there was an attempt to find some: the stored catalog, or a scan.</summary>
    public bool IsMusicKnown => music.Task.IsCompleted;

    /// <summary>Whether the library folder is missing, or empty though it had music.</summary>
    public bool IsFolderGone => scanner.IsFolderGone;

    /// <summary>What is wrong with the library, as sentences; null if nothing is.</summary>
    public string? Error => steps.Trouble;

    /// <summary>Progress of the current scan, or of the last one.</summary>
    public ScanProgress Progress { get; private set; } = new(0, 0, 0, false);

    /// <summary>Starts to open the database and load the catalog, in parallel to the rest of the startup.</summary>
    public void Open() => opening = Task.Run(() => OpenAsync(lifetime.ApplicationStopping));

    /// <summary>A track's file as it is now; null if it is missing.</summary>
    public MusicFile? FindFile(Track track) => new MusicFolder(Root, links, (_, _) => { }).Find(track.Stored.Location);

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

        // The server waits for its responses when it stops, so they end first.
        using var stop = lifetime.ApplicationStopping.Register(() => events.Writer.TryComplete());
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
        // The host stops the web server first, which waits for its requests: a scan ends at once.
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        var watching = Task.WhenAll(WatchAsync(stopping.Token), TakeOverAsync(stopping.Token));
        RequestScan();
        try
        {
            while (await requests.Reader.WaitToReadAsync(stopping.Token) && requests.Reader.TryRead(out _))
            {
                failures = await RunAsync(stopping.Token) ? 0 : failures + 1;
                firstScan.TrySetResult();
                music.TrySetResult();
                if (failures > 0)
                {
                    _ = RetryAsync(stopping.Token);
                }
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program ends.
        }

        await watching;
        database.Release(); // another replica scans while this one lets its last tracks end
    }

    private async Task WatchAsync(CancellationToken cancel)
    {
        using var watcher = new FolderWatcher(Root, RequestScan, log);
        try
        {
            while (true)
            {
                await steps.RunAsync("watch of the library folder", () => Task.Run(watcher.Check, cancel), cancel);
                if (scanner.NextRetry < DateTimeOffset.UtcNow || database.IsShared)
                {
                    RequestScan();
                }

                await Task.Delay(TimeSpan.FromSeconds(options.Value.FolderCheckSeconds), cancel);
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task TakeOverAsync(CancellationToken cancel)
    {
        try
        {
            while (true)
            {
                await Task.Delay(TakeOverInterval, cancel);
                if (database.IsShared)
                {
                    await steps.RunAsync("claim of the library", async () =>
                    {
                        if (await database.ClaimAsync(cancel))
                        {
                            RequestScan();
                        }
                    }, cancel);
                }
            }
        }
        catch (OperationCanceledException) when (cancel.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private void RequestScan() => requests.Writer.TryWrite(true);

    private async Task RetryAsync(CancellationToken cancel)
    {
        var delay = FirstRetry * Math.Pow(2, Math.Min(failures - 1, 10));
        await Task.Delay(delay < LastRetry ? delay : LastRetry, cancel).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        RequestScan();
    }

    // Whether every step succeeded.
    private async Task<bool> RunAsync(CancellationToken cancel)
    {
        lock (subscribers)
        {
            scans++;
        }

        var error = await steps.RunAsync("opening of the database", async () =>
        {
            opening = opening is { IsFaulted: false, IsCanceled: false } ? opening : OpenAsync(cancel);
            await opening;
        }, cancel);
        var sinceStart = Stopwatch.StartNew();
        var isOwn = false;
        error ??= await steps.RunAsync("claim of the library", async () => isOwn = await database.ClaimAsync(cancel), cancel);
        Say("database file", database.Notice);
        if (error is null && isOwn)
        {
            error = await scanner.ScanAsync(Root, progress => ProgressAsync(progress, sinceStart, cancel), cancel);
        }

        if (error?.IsDatabaseError() != true)
        {
            error = await steps.RunAsync("refresh of the catalog", () => catalog.RefreshAsync(cancel), cancel) ?? error;
            error = isOwn ? await steps.RunAsync("import from the Subsonic server", () => subsonic.SyncAsync(cancel), cancel) ?? error : error;
            Say("songs of the Subsonic server", subsonic.Notice);
            error = await steps.RunAsync("refresh of the catalog", () => catalog.RefreshAsync(cancel), cancel) ?? error;
        }

        if (error is not null && PlayerDatabase.IsDamage(error))
        {
            opening = null; // it is set aside
        }

        Report(Progress with { Finished = true });
        Scanned?.Invoke();
        return error is null;
    }

    private void Say(string step, string? notice)
    {
        if (notice is not null)
        {
            steps.Set(step, notice);
        }
        else
        {
            steps.Clear(step);
        }
    }

    private async Task ProgressAsync(ScanProgress progress, Stopwatch sinceStart, CancellationToken cancel)
    {
        Report(progress);
        if (sinceStart.Elapsed - lastRefresh > RefreshInterval || sinceStart.Elapsed < lastRefresh)
        {
            await catalog.RefreshAsync(cancel);
            lastRefresh = sinceStart.Elapsed;
        }

        if (sinceStart.Elapsed > WaitTimeout)
        {
            music.TrySetResult(); // a large library: play what has been read so far
        }
    }

    // Tracks known from an earlier run can be played while the folder is scanned.
    private async Task OpenAsync(CancellationToken cancel)
    {
        await database.OpenAsync(cancel);
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

    private sealed record ScanEvent(int Scan, ScanProgress Progress);
}
