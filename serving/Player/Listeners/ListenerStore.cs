using System.Data.Common;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Stores listeners' likes, moods and plays.</summary>
internal sealed partial class ListenerStore(
    IDbContextFactory<PlayerDbContext> databases, TimeProvider clock, ILogger<ListenerStore> log) : IDisposable
{
    private const int MaxRecentTracks = 500; // twenty lists
    private const int RecentHours = 72;

    private readonly SemaphoreSlim purging = new(1, 1);
    private int deletions = 1; // the program before this one may have ended before it purged
    private int purgedDeletions;

    /// <summary>Whether something is stored of this listener.</summary>
    public async Task<bool> IsKnownAsync(string listener, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        return await database.Listeners.AnyAsync(each => each.Id == listener, cancel);
    }

    /// <summary>The listener's profile; empty for a new listener, and while the database is unavailable.</summary>
    public Task<ListenerProfile> GetProfileAsync(string? listener, Emotion mood, CancellationToken cancel) => listener is null
        ? Task.FromResult(ListenerProfile.Empty)
        : ReadProfileAsync(listener, mood, cancel)
            .UnlessUnavailableAsync(ListenerProfile.Empty, error => LogUnavailable(log, error), cancel);

    /// <summary>Adds or removes a like.</summary>
    /// <param name="report">To be sent to the track's server, stored in the same transaction; null for a file.</param>
    public Task SetLikeAsync(
        string listener, string track, bool liked, PendingReport? report, CancellationToken cancel) => databases.SaveAsync(async database =>
    {
        AddReport(database, report);
        var like = await database.Likes.FindAsync([listener, track], cancel);
        if (liked && like is null)
        {
            await database.GetOrAddListenerAsync(listener, clock, cancel);
            database.Likes.Add(new Like { ListenerId = listener, TrackId = track, CreatedAt = clock.GetUtcNow() });
        }
        else if (!liked && like is not null)
        {
            database.Likes.Remove(like);
        }
    }, cancel);

    /// <summary>Sets the listener's own mood for a track; null removes it.</summary>
    public Task SetMoodAsync(string listener, string track, Emotion? mood, CancellationToken cancel) => databases.SaveAsync(async database =>
    {
        var before = await database.MoodOverrides.FindAsync([listener, track], cancel);
        if (before is null) // or it is one that this version does not know, and gives way
        {
            await database.MoodOverrides.IgnoreQueryFilters()
                .Where(each => each.ListenerId == listener && each.TrackId == track).ExecuteDeleteAsync(cancel);
        }

        if (mood is { } added && before is null)
        {
            await database.GetOrAddListenerAsync(listener, clock, cancel);
            database.MoodOverrides.Add(new MoodOverride { ListenerId = listener, TrackId = track, Mood = added });
        }
        else if (mood is { } changed)
        {
            before!.Mood = changed;
        }
        else if (before is not null)
        {
            database.MoodOverrides.Remove(before);
        }
    }, cancel);

    /// <summary>Updates the statistics of a track after a play, and records the play if the listener's history is on.</summary>
    /// <param name="report">To be sent to the track's server, stored in the same transaction; null for a file.</param>
    public Task RecordPlayAsync(
        string listener, string track, Emotion mood, double seconds, bool finished, PendingReport? report,
        CancellationToken cancel) => databases.SaveAsync(async database =>
    {
        AddReport(database, report);
        var row = await database.GetOrAddListenerAsync(listener, clock, cancel);
        var plays = await database.TrackStats.Where(stats => stats.ListenerId == listener && stats.Mood == mood)
            .MaxAsync(stats => (int?)stats.LastPlay, cancel) ?? 0;
        var stats = await database.TrackStats.FindAsync([listener, mood, track], cancel);
        if (stats is null)
        {
            stats = new TrackStats { ListenerId = listener, Mood = mood, TrackId = track, LastPlay = plays };
            database.TrackStats.Add(stats);
        }

        (stats.Finished, stats.Skipped) =
            new LikeDistribution(stats.Finished, stats.Skipped).Update(finished, plays + 1 - stats.LastPlay);
        stats.LastPlay = plays + 1;
        if (row.HistoryEnabled)
        {
            database.Plays.Add(new Play
            {
                Id = OpaqueId.New(),
                ListenerId = listener,
                TrackId = track,
                Mood = mood,
                At = clock.GetUtcNow(),
                Seconds = seconds,
                Finished = finished,
            });
        }
    }, cancel);

    /// <summary>
    /// Remembers which tracks a listener was given; nothing for one who is not stored yet, and while the database is unavailable.
    /// </summary>
    public Task AddRecentAsync(string listener, IReadOnlyCollection<string> tracks, CancellationToken cancel) =>
        WriteRecentAsync(listener, tracks, cancel).UnlessUnavailableAsync(false, error => LogUnavailable(log, error), cancel);

    /// <summary>
    /// Deletes everything about a listener, permanently: its bytes are purged from the database's files. That rewrites them, and others
    /// wait meanwhile, so deletions at one time share it, one that found nothing needs none, and <see cref="ListenerSweep"/> does it
    /// where it takes longer.
    /// </summary>
    /// <exception cref="DbException">Another connection held a lock for too long; try again.</exception>
    public async Task DeleteAsync(string listener, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await DuringNoPurgeAsync(async () =>
        {
            if (await database.DeleteListenersAsync([listener], cancel) > 0)
            {
                deletions++;
            }
        }, cancel);
        if (await database.IsQuickToPurgeAsync(cancel))
        {
            await DuringNoPurgeAsync(async () => // those who were waiting have deleted, too
            {
                if (purgedDeletions != deletions)
                {
                    await database.PurgeDeletedRowsAsync(cancel);
                    purgedDeletions = deletions;
                }
            }, cancel);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => purging.Dispose();

    private async Task<ListenerProfile> ReadProfileAsync(string listener, Emotion mood, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var likes = await database.Likes.Where(like => like.ListenerId == listener)
            .Select(like => like.TrackId).ToListAsync(cancel);
        var moods = await database.MoodOverrides.AsNoTracking().Where(each => each.ListenerId == listener)
            .ToDictionaryAsync(each => each.TrackId, each => each.Mood, cancel);
        var stats = await database.TrackStats.AsNoTracking()
            .Where(each => each.ListenerId == listener && each.Mood == mood)
            .ToDictionaryAsync(each => each.TrackId, cancel);
        var recent = await database.RecentTracks.AsNoTracking().Where(each => each.ListenerId == listener)
            .ToDictionaryAsync(each => each.TrackId, each => each.Hour, cancel);
        return new ListenerProfile(likes.ToHashSet(), moods, stats) { RecentHours = recent };
    }

    private async Task<bool> WriteRecentAsync(string listener, IReadOnlyCollection<string> tracks, CancellationToken cancel)
    {
        var time = clock.GetUtcNow();
        var now = (int)(time.ToUnixTimeSeconds() / 3600);
        await databases.SaveAsync(async database =>
        {
            if (await database.Listeners.FindAsync([listener], cancel) is not { } known)
            {
                return; // reading a playlist with any cookie adds no listener
            }

            known.SeeAt(time);

            var rows = await database.RecentTracks.Where(each => each.ListenerId == listener)
                .ToDictionaryAsync(each => each.TrackId, cancel);
            foreach (var row in rows.Values.Where(row => !tracks.Contains(row.TrackId)).OrderByDescending(row => row.Hour)
                .Where((row, index) => row.Hour < now - RecentHours || index >= MaxRecentTracks - tracks.Count))
            {
                database.RecentTracks.Remove(row);
            }

            foreach (var track in tracks)
            {
                if (rows.TryGetValue(track, out var row))
                {
                    row.Hour = now;
                }
                else
                {
                    database.RecentTracks.Add(new RecentTrack { ListenerId = listener, TrackId = track, Hour = now });
                }
            }
        }, cancel);
        return true;
    }

    // A purge locks the database for longer than a deletion would wait for it.
    private async Task DuringNoPurgeAsync(Func<Task> work, CancellationToken cancel)
    {
        await purging.WaitAsync(cancel);
        try
        {
            await work();
        }
        finally
        {
            purging.Release();
        }
    }

    private static void AddReport(PlayerDbContext database, PendingReport? report)
    {
        if (report is not null)
        {
            database.PendingReports.Add(report);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The player's database is unavailable, so playlists are not personalised. {Error}")]
    private static partial void LogUnavailable(ILogger log, string error);
}
