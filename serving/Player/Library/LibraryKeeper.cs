using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Threading.Channels;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Keeps database and catalogue true: makes the tables, scans at the start, when the folder changes, and when asked.
/// One scan at a time.
/// </summary>
internal sealed partial class LibraryKeeper(
    IOptions<PlayerOptions> options, IHostEnvironment host, IDbContextFactory<PlayerDb> databases, LibraryScan scan,
    Catalogue catalogue, SubsonicSource subsonic, ILogger<LibraryKeeper> log) : BackgroundService
{
    private static readonly TimeSpan Quiet = TimeSpan.FromMilliseconds(300); // files are copied one after the other
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Again = TimeSpan.FromSeconds(5); // after a failure
    private static readonly TimeSpan Between = TimeSpan.FromSeconds(2); // until what a long scan has read so far can be played

    private readonly Channel<bool> wishes = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private readonly TaskCompletionSource first = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource music = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private TaskCompletionSource<News> next = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int scans; // that were begun
    private Task? opening; // the database

    /// <summary>The library's folder.</summary>
    public string Root { get; } = Path.GetFullPath(options.Value.Library, host.ContentRootPath);

    /// <summary>Whether the library was never read through since the start.</summary>
    public bool IsFirstUnderWay => !first.Task.IsCompleted;

    /// <summary>What is wrong with the library, in a sentence; null while all is well.</summary>
    public string? Trouble { get; private set; }

    /// <summary>How far the present scan is, or the last one was.</summary>
    public ScanProgress Progress { get; private set; } = new(0, 0, 0, false);

    /// <summary>
    /// Begins to open the database, and to take over what it knows: a second of work, done beside the rest of a start.
    /// </summary>
    public void Open() => opening = Task.Run(() => OpenAsync(CancellationToken.None));

    /// <summary>The file of a track, as it is now; null when it is gone.</summary>
    public MusicFile? FileOf(Track track) => new MusicFolder(Root, _ => { }).Find(track.Stored.Location);

    /// <summary>The track with this id; just after a start it waits until the library is known.</summary>
    public async Task<Track?> FindAsync(string id, CancellationToken cancel)
    {
        if (catalogue.Find(id) is null && IsFirstUnderWay)
        {
            await PatientlyAsync(first.Task, cancel);
        }

        return catalogue.Find(id);
    }

    /// <summary>Waits until all music is known, or that of a former time, or some of a large library; but not for long.</summary>
    public Task WaitForMusicAsync(CancellationToken cancel) => PatientlyAsync(music.Task, cancel);

    /// <summary>Scans, and tells how it goes until it is over; one that is under way is ended before.</summary>
    public async IAsyncEnumerable<ScanProgress> ScanAsync(
        [EnumeratorCancellation] CancellationToken cancel)
    {
        var (news, before) = (next.Task, scans);
        wishes.Writer.TryWrite(true);
        while (true)
        {
            (var scan, var progress, news) = await news.WaitAsync(cancel);
            yield return progress with { Finished = progress.Finished && scan > before };
            if (progress.Finished && scan > before)
            {
                yield break;
            }
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var watcher = Watch();
        wishes.Writer.TryWrite(true);
        while (await wishes.Reader.WaitToReadAsync(stoppingToken) && wishes.Reader.TryRead(out _))
        {
            try
            {
                await RunAsync(stoppingToken);
            }
            catch (Exception error) when (error.IsOfDatabase() || error is IOException or UnauthorizedAccessException)
            {
                Trouble = "The player's database cannot be used just now, so the library may be out of date.";
                LogTrouble(log, error.GetBaseException().Message);
                Report(Progress with { Finished = true });
                _ = Task.Delay(Again, stoppingToken).ContinueWith(
                    _ => wishes.Writer.TryWrite(true), stoppingToken, TaskContinuationOptions.NotOnCanceled, TaskScheduler.Default);
            }

            first.TrySetResult();
            music.TrySetResult();
        }
    }

    private async Task RunAsync(CancellationToken cancel)
    {
        scans++;
        opening = opening is { IsFaulted: false } ? opening : OpenAsync(cancel);
        await opening;
        var (begun, shown) = (Stopwatch.StartNew(), Stopwatch.StartNew());
        await foreach (var progress in scan.RunAsync(Root, cancel))
        {
            Report(progress);
            if (shown.Elapsed > Between)
            {
                await catalogue.RefreshAsync(cancel);
                shown.Restart();
            }

            if (begun.Elapsed > Patience)
            {
                music.TrySetResult(); // a large library: from here on it plays what was read so far
            }
        }

        await catalogue.RefreshAsync(cancel);
        Trouble = null;
        try
        {
            await subsonic.TakeOverAsync(cancel);
            await catalogue.RefreshAsync(cancel);
        }
        catch (SubsonicException error)
        {
            Trouble = error.Message;
            LogSubsonic(log, error.Message);
        }

        Report(Progress with { Finished = true });
    }

    // What was known before is there while the folder is looked through.
    private async Task OpenAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database.PrepareAsync(cancel);
        await catalogue.RefreshAsync(cancel);
        if (catalogue.Tracks.Count > 0)
        {
            music.TrySetResult();
        }
    }

    private void Report(ScanProgress progress)
    {
        Progress = progress;
        var following = new TaskCompletionSource<News>(TaskCreationOptions.RunContinuationsAsynchronously);
        Interlocked.Exchange(ref next, following).SetResult(new(scans, progress, following.Task));
    }

    private static async Task PatientlyAsync(Task task, CancellationToken cancel)
    {
        try
        {
            await task.WaitAsync(Patience, cancel);
        }
        catch (TimeoutException)
        {
            // a large library: there is what was read so far, and a hint
        }
    }

    private FileSystemWatcher? Watch()
    {
        if (!Directory.Exists(Root))
        {
            return null;
        }

        var watcher = new FileSystemWatcher(Root)
        {
            IncludeSubdirectories = true,
            NotifyFilter = NotifyFilters.FileName | NotifyFilters.DirectoryName | NotifyFilters.LastWrite | NotifyFilters.Size,
        };
        var quiet = new Timer(_ => wishes.Writer.TryWrite(true));
        FileSystemEventHandler changed = (_, _) => quiet.Change(Quiet, Timeout.InfiniteTimeSpan);
        watcher.Created += changed;
        watcher.Changed += changed;
        watcher.Deleted += changed;
        watcher.Renamed += (_, _) => quiet.Change(Quiet, Timeout.InfiniteTimeSpan);
        watcher.Error += (_, _) => quiet.Change(Quiet, Timeout.InfiniteTimeSpan); // too much at once: look at all of it
        watcher.Disposed += (_, _) => quiet.Dispose();
        try
        {
            watcher.EnableRaisingEvents = true;
        }
        catch (IOException error) // the system watches only so many folders
        {
            LogUnwatched(log, Root, error.Message);
        }

        return watcher;
    }

    [LoggerMessage(LogLevel.Error, "The player's database cannot be used; trying again soon. {Error}")]
    private static partial void LogTrouble(ILogger log, string error);

    [LoggerMessage(LogLevel.Warning, "{Folder}: cannot be watched, so changes are seen when a scan is asked for. {Error}")]
    private static partial void LogUnwatched(ILogger log, string folder, string error);

    [LoggerMessage(LogLevel.Warning, "{Sentence}")]
    private static partial void LogSubsonic(ILogger log, string sentence);

    // Each knows the one that follows, so that none is missed by who is slow.
    private sealed record News(int Scan, ScanProgress Progress, Task<News> Next);
}
