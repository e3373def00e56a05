using System.Globalization;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// Sends stars and scrobbles to the Subsonic server, in order. Those that could not be sent stay in the database, and are
/// sent when the server is back.
/// </summary>
internal sealed partial class SubsonicReporter(
    SubsonicClient server, IDbContextFactory<PlayerDbContext> databases, PlayerDatabase storage, LibraryName library,
    TimeProvider clock, ILogger<SubsonicReporter> log) : BackgroundService
{
    private const int BatchSize = 100;
    private const int MaxPending = 10_000;
    private static readonly TimeSpan FirstRetry = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan LastRetry = TimeSpan.FromSeconds(30);

    private readonly SemaphoreSlim wake = new(1, 1);

    /// <summary>A report to be stored with what the listener did; null for a file of the library.</summary>
    public PendingReport? ReportOf(StoredTrack track, string method) => track.Source == TrackSource.Subsonic && server.IsConfigured
        ? PendingReport.New(library.Value, method, track.Location, clock) : null;

    /// <summary>Sends what is stored, in the background.</summary>
    public void Wake()
    {
        try
        {
            wake.Release();
        }
        catch (SemaphoreFullException)
        {
            // it is awake
        }
    }

    /// <inheritdoc/>
    public override void Dispose()
    {
        base.Dispose();
        wake.Dispose();
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await storage.Opened.WaitAsync(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.ForceYielding);
        var failures = 0;
        while (server.IsConfigured)
        {
            var delay = FirstRetry * Math.Pow(2, Math.Min(failures, 10));
            await wake.WaitAsync(failures == 0 ? Timeout.InfiniteTimeSpan : delay < LastRetry ? delay : LastRetry, stoppingToken);
            try
            {
                failures = await SendAllAsync(stoppingToken) ? 0 : failures + 1;
            }
            catch (Exception error) when (error is not OperationCanceledException || !stoppingToken.IsCancellationRequested)
            {
                failures++;
                LogFailed(log, error.GetBaseException().Message); // of the database, for one: it is tried again
            }
        }
    }

    // Whether nothing is left to be sent.
    private async Task<bool> SendAllAsync(CancellationToken cancel)
    {
        await ForgetOldestAsync(cancel);
        var kept = new HashSet<string>(); // songs whose report was refused: later ones must not overtake it
        var isAllSent = true;
        for (long after = 0; ;)
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            var some = await database.PendingReports.AsNoTracking()
                .Where(report => report.Library == library.Value && report.Order > after)
                .OrderBy(report => report.Order).Take(BatchSize).ToListAsync(cancel);
            if (some.Count == 0)
            {
                break;
            }

            foreach (var report in some)
            {
                after = report.Order;
                var isSent = !kept.Contains(report.Song) && await SendAsync(report, cancel);
                isAllSent &= isSent;
                if (isSent)
                {
                    await database.PendingReports.Where(each => each.Id == report.Id).ExecuteDeleteAsync(cancel);
                }
                else
                {
                    kept.Add(report.Song);
                }
            }
        }

        return isAllSent;
    }

    // Whether the server has it, or will never take it.
    private async Task<bool> SendAsync(PendingReport report, CancellationToken cancel)
    {
        try
        {
            await server.CallAsync(report.Method, cancel, Parameters(report));
            return true;
        }
        catch (SubsonicException error) when (error.Kind is SubsonicFailure.NotFound or SubsonicFailure.Refused)
        {
            LogNotReported(log, report.Method, error.Message); // it is stored here all the same
            return error.Kind == SubsonicFailure.NotFound;
        }
    }

    private static IEnumerable<(string Name, string Value)> Parameters(PendingReport report)
    {
        var at = new DateTimeOffset(Math.Clamp(report.Order, 0, DateTimeOffset.MaxValue.Ticks), TimeSpan.Zero).ToUnixTimeMilliseconds();
        return report.Method == "scrobble"
            ? [("id", report.Song), ("time", at.ToString(CultureInfo.InvariantCulture))] : [("id", report.Song)];
    }

    private async Task ForgetOldestAsync(CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        var mine = database.PendingReports.Where(report => report.Library == library.Value);
        var count = await mine.CountAsync(cancel);
        if (count > MaxPending)
        {
            var last = await mine.OrderBy(report => report.Order).Skip(count - MaxPending).Select(report => report.Order).FirstAsync(cancel);
            await mine.Where(report => report.Order < last).ExecuteDeleteAsync(cancel);
        }
    }

    [LoggerMessage(LogLevel.Warning, "The Subsonic server did not accept {Method}. {Error}")]
    private static partial void LogNotReported(ILogger log, string method, string error);

    [LoggerMessage(LogLevel.Warning, "Likes and plays could not be sent to the Subsonic server, and are sent later. {Error}")]
    private static partial void LogFailed(ILogger log, string error);
}
