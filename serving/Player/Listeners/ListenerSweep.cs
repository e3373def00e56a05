using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>
/// Deletes listeners who will not come back: those who were here on one day only and left one like at most, a month later, because
/// every client that drops its cookie leaves one behind; the others when their cookie has expired. The program that scans does it,
/// once a day, and then purges the bytes of all that was deleted from a large SQLite file, which takes too long for a request.
/// </summary>
internal sealed partial class ListenerSweep(
    IDbContextFactory<PlayerDbContext> databases, PlayerDatabase database, BackgroundSteps steps, TimeProvider clock,
    ILogger<ListenerSweep> log) : BackgroundService
{
    private const int BatchSize = 200; // short transactions: listeners write meanwhile

    private static readonly TimeSpan FirstDelay = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Interval = TimeSpan.FromDays(1);
    private static readonly TimeSpan AfterOneDay = TimeSpan.FromDays(30);
    private static readonly TimeSpan AfterLastVisit = ListenerCookie.MaxAge;

    /// <summary>Deletes them now.</summary>
    /// <returns>How many there were.</returns>
    public async Task<int> SweepAsync(CancellationToken cancel)
    {
        var (early, old) = (clock.GetUtcNow() - AfterOneDay, clock.GetUtcNow() - AfterLastVisit);
        for (var swept = 0; ;)
        {
            await using var context = await databases.CreateDbContextAsync(cancel);
            context.AllowMaintenance();
            var gone = await context.Listeners
                .Where(each => (each.LastSeen ?? each.CreatedAt) < old || (each.LastSeen == null && each.CreatedAt < early
                    && context.Likes.Count(like => like.ListenerId == each.Id) <= 1))
                .Select(each => each.Id).Take(BatchSize).ToListAsync(cancel);
            if (gone.Count == 0)
            {
                return swept;
            }

            await context.DeleteListenersAsync(gone, cancel);
            swept += gone.Count;
        }
    }

    /// <summary>Purges the bytes of what was deleted from a SQLite file that is too large to do it at each deletion.</summary>
    public async Task PurgeAsync(CancellationToken cancel)
    {
        await using var context = await databases.CreateDbContextAsync(cancel);
        if (context.Database.IsSqlite() && !await context.IsQuickToPurgeAsync(cancel))
        {
            await context.PurgeDeletedRowsAsync(cancel);
        }
    }

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await Task.Delay(FirstDelay, clock, stoppingToken); // starting has other things to do
            await database.Opened.WaitAsync(stoppingToken);
            while (true)
            {
                await steps.RunAsync("sweep of listeners", async () =>
                {
                    if (database.IsShared)
                    {
                        return;
                    }

                    if (await SweepAsync(stoppingToken) is > 0 and var swept)
                    {
                        LogSwept(log, swept);
                    }

                    await PurgeAsync(stoppingToken);
                }, stoppingToken);
                await Task.Delay(Interval, clock, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The program ends.
        }
    }

    [LoggerMessage(LogLevel.Information, "{Count} listeners who did not come back were deleted.")]
    private static partial void LogSwept(ILogger log, int count);
}
