using System.Diagnostics;
using System.Threading.Channels;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Subsonic;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Listens to the library in the background, one track after the other, after each scan. Results are stored one by one, so
/// that it resumes where it stopped; a track that fails is marked with the reason and costs nothing but itself.
/// </summary>
internal sealed class SoundIndexer(
    IOptions<PlayerOptions> options, IHostApplicationLifetime lifetime, SoundStore sounds, LibraryIndexer library,
    TrackCatalog catalog, WorkerProcess worker, SubsonicDownloads downloads, PlayerDatabase database, BackgroundSteps steps)
    : BackgroundService
{
    private const string Step = "analysis of sound";

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1); // for tracks to try again
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2); // of the catalog, at the least
    private const int RefreshShare = 50; // of the time, refreshing takes at most one part in so many

    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private TimeSpan lastRefresh; // how long it took
    private volatile bool listensToSongs;

    /// <summary>Whether tracks are being analysed now.</summary>
    public bool IsRunning { get; private set; }

    /// <summary>Whether it listens to tracks of this kind: to files, and to songs of a server that is near.</summary>
    public bool ListensTo(Track track) => track.Stored.Source == TrackSource.File || listensToSongs;

    /// <inheritdoc/>
    public override void Dispose()
    {
        worker.Dispose();
        base.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        if (!options.Value.Analyse)
        {
            return;
        }

        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);
        library.Scanned += () => requests.Writer.TryWrite(true);
        try
        {
            await database.Opened.WaitAsync(stopping.Token);
            await requests.Reader.ReadAsync(stopping.Token); // there is no library before the first scan
            while (true)
            {
                IsRunning = true;
                await steps.RunAsync(Step, () => AnalyseAsync(stopping.Token), stopping.Token);
                IsRunning = false;
                worker.Dispose();
                await WaitAsync(stopping.Token);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    private async Task WaitAsync(CancellationToken cancel)
    {
        using var due = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        due.CancelAfter(CheckInterval);
        try
        {
            await requests.Reader.ReadAsync(due.Token);
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            // Time to look for tracks that are to be tried again.
        }
    }

    private async Task AnalyseAsync(CancellationToken cancel)
    {
        if (database.IsShared)
        {
            return; // the program that scans listens too
        }

        listensToSongs = await downloads.AreAllowedAsync(cancel);
        SubsonicDownloads.DeleteLeftovers();
        var pending = await sounds.FindPendingAsync(catalog.Tracks.Where(ListensTo), cancel);
        var isServerAway = false;
        var sinceRefresh = Stopwatch.StartNew();
        foreach (var track in pending)
        {
            cancel.ThrowIfCancellationRequested();
            var isSong = track.Stored.Source == TrackSource.Subsonic;
            if ((isSong && isServerAway) || await sounds.IsKnownAsync(track.Stored, cancel))
            {
                continue; // in the latter case another replica was faster
            }

            try
            {
                var answer = isSong ? await AnalyseSongAsync(track.Stored, cancel) : await AnalyseFileAsync(track, cancel);
                if (answer is not null)
                {
                    await sounds.SaveAsync(track.Stored, answer, cancel);
                }
            }
            catch (SubsonicException)
            {
                isServerAway = true; // which the library says; its songs are tried again in a minute
            }

            if (sinceRefresh.Elapsed > RefreshInterval && sinceRefresh.Elapsed > RefreshShare * lastRefresh)
            {
                await RefreshAsync(cancel);
                sinceRefresh.Restart();
            }
        }

        if (pending.Count > 0)
        {
            await RefreshAsync(cancel);
        }
    }

    // Null if the file vanished or changed, which the next scan finds.
    private async Task<SoundAnswer?> AnalyseFileAsync(Track track, CancellationToken cancel)
    {
        if (library.FindFile(track) is not { } file
            || file.Length != track.Stored.Length || file.Written != track.Stored.Written)
        {
            return null;
        }

        var answer = await worker.AnalyseAsync(file.Path, cancel);
        return answer.Failure is null || library.FindFile(track) is not null ? answer : null;
    }

    private async Task<SoundAnswer> AnalyseSongAsync(StoredTrack song, CancellationToken cancel)
    {
        var path = SubsonicDownloads.NewPath();
        try
        {
            var failure = await downloads.SaveAsync(song.Location, path, cancel);
            return failure is null
                ? await worker.AnalyseAsync(path, cancel) : new SoundAnswer(Failure: failure, IsTransient: true);
        }
        finally
        {
            File.Delete(path);
        }
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await catalog.RefreshAsync(cancel);
        lastRefresh = Stopwatch.GetElapsedTime(began);
    }
}
