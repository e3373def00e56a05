using System.Diagnostics;
using System.Threading.Channels;
using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Listens to the library in the background, one file after the other, after each scan. Results are stored one by one, so
/// that it resumes where it stopped; a file that fails is marked with the reason and costs nothing but itself.
/// </summary>
internal sealed class SoundIndexer(
    IOptions<PlayerOptions> options, IHostApplicationLifetime lifetime, IDbContextFactory<PlayerDbContext> databases,
    LibraryIndexer library, TrackCatalog catalog, WorkerProcess worker, PlayerDatabase database, BackgroundSteps steps,
    TimeProvider clock) : BackgroundService
{
    /// <summary>Raised when features or their regression change: every file is analysed anew.</summary>
    public const int Version = 2;

    private const string Step = "analysis of sound";

    private static readonly TimeSpan CheckInterval = TimeSpan.FromMinutes(1); // for files to try again
    private static readonly TimeSpan FirstRetry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan LastRetry = TimeSpan.FromDays(1);
    private static readonly TimeSpan RefreshInterval = TimeSpan.FromSeconds(2); // of the catalog, at the least
    private const int RefreshShare = 50; // of the time, refreshing takes at most one part in so many

    private readonly Channel<bool> requests = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite });

    private TimeSpan lastRefresh; // how long it took

    /// <summary>Whether files are being analysed now.</summary>
    public bool IsRunning { get; private set; }

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
            // Time to look for files that are to be tried again.
        }
    }

    private async Task AnalyseAsync(CancellationToken cancel)
    {
        if (database.IsShared)
        {
            return; // the program that scans listens too
        }

        var pending = await FindPendingAsync(cancel);
        var sinceRefresh = Stopwatch.StartNew();
        foreach (var track in pending)
        {
            cancel.ThrowIfCancellationRequested();
            if (library.FindFile(track) is not { } file || file.Length != track.Stored.Length
                || file.Written != track.Stored.Written || await IsKnownAsync(track, cancel))
            {
                continue; // vanished or changed meanwhile, which the next scan finds; or another replica was faster
            }

            var answer = await worker.AnalyseAsync(file.Path, cancel);
            if (answer.Failure is null || library.FindFile(track) is not null)
            {
                await SaveAsync(track, file, answer, cancel);
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

    // Tracks without a mood come first, as they do not play yet; else in random order, so that all moods get better at once.
    private async Task<IReadOnlyList<Track>> FindPendingAsync(CancellationToken cancel)
    {
        await using var context = await databases.CreateDbContextAsync(cancel);
        var known = await context.Sounds.AsNoTracking()
            .Select(sound => new KnownSound(
                sound.Hash, sound.Version, sound.Length, sound.Written, sound.Failure != null, sound.RetryAt))
            .ToDictionaryAsync(sound => sound.Hash, cancel);
        var now = clock.GetUtcNow();
        var pending = catalog.Tracks.Where(track => track.Stored.Source == TrackSource.File && IsPending(track.Stored))
            .DistinctBy(track => track.Stored.SoundHash).ToArray();
        Random.Shared.Shuffle(pending);
        return [.. pending.OrderBy(track => track.Mood is null ? 0 : 1)];

        bool IsPending(StoredTrack track) => !known.TryGetValue(track.SoundHash, out var sound) || sound.Version != Version
            || (sound.HasFailed && (sound.RetryAt <= now || sound.Length != track.Length || sound.Written != track.Written));
    }

    private async Task<bool> IsKnownAsync(Track track, CancellationToken cancel)
    {
        await using var context = await databases.CreateDbContextAsync(cancel);
        return await context.Sounds.AnyAsync(
            sound => sound.Hash == track.Stored.SoundHash && sound.Version == Version && sound.Failure == null, cancel);
    }

    private Task SaveAsync(Track track, MusicFile file, SoundAnswer answer, CancellationToken cancel) => databases.SaveAsync(async context =>
    {
        var sound = await context.Sounds.FindAsync([track.Stored.SoundHash], cancel);
        if (sound is null)
        {
            sound = new Sound { Hash = track.Stored.SoundHash };
            context.Sounds.Add(sound);
        }

        (sound.Version, sound.Length, sound.Written, sound.AnalysedAt) = (Version, file.Length, file.Written, clock.GetUtcNow());
        (sound.Failure, sound.RetryAt) = (answer.Failure, null);
        sound.Attempts = answer.IsTransient ? sound.Attempts + 1 : 0;
        if (answer.IsTransient)
        {
            var delay = FirstRetry * Math.Pow(2, Math.Min(sound.Attempts - 1, 10));
            sound.RetryAt = clock.GetUtcNow() + (delay < LastRetry ? delay : LastRetry);
        }

        if (answer is { Features: { } features, Place: { } place })
        {
            Fill(sound, features, place);
        }
    }, cancel);

    private static void Fill(Sound sound, SoundFeatures features, MusicPlace place)
    {
        (sound.Valence, sound.Arousal, sound.Uncertainty) = (place.Valence, place.Arousal, place.Uncertainty);
        (sound.Bpm, sound.PulseClarity, sound.OnsetRate) = (features.Rhythm.Bpm, features.Rhythm.Clarity, features.Rhythm.OnsetRate);
        (sound.Key, sound.IsMajor, sound.Register) = (features.Tonality.Key, features.Tonality.IsMajor, features.Tonality.Register);
        (sound.Loudness, sound.LoudnessRange, sound.Peak) =
            (features.Loudness.Integrated, features.Loudness.Range, features.Loudness.Peak);
        (sound.Brightness, sound.Roughness, sound.Flatness) =
            (features.Timbre.Brightness, features.Timbre.Roughness, features.Timbre.Flatness);
    }

    private async Task RefreshAsync(CancellationToken cancel)
    {
        var began = Stopwatch.GetTimestamp();
        await catalog.RefreshAsync(cancel);
        lastRefresh = Stopwatch.GetElapsedTime(began);
    }

    private sealed record KnownSound(string Hash, int Version, long Length, long Written, bool HasFailed, DateTimeOffset? RetryAt);
}
