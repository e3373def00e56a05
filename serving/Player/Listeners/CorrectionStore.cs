using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Stores what listeners said about their faces, as counts: at most 49 rows a listener, and never a photo.</summary>
internal sealed partial class CorrectionStore(
    IDbContextFactory<PlayerDbContext> databases, TimeProvider clock, ILogger<CorrectionStore> log) : ICalibrationSource
{
    /// <inheritdoc/>
    public async Task<Calibration?> GetCalibrationAsync(string? listener, CancellationToken cancel) =>
        await GetAsync(listener, cancel).UnlessUnavailableAsync((false, Calibration.Empty), error => LogUnavailable(log, error), cancel)
            is (true, var calibration) ? calibration : null;

    /// <summary>Whether readings are adjusted to the listener, and by what.</summary>
    public async Task<(bool Enabled, Calibration Calibration)> GetAsync(string? listener, CancellationToken cancel)
    {
        if (listener is null)
        {
            return (true, Calibration.Empty);
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var isOff = await database.Listeners.AnyAsync(each => each.Id == listener && !each.AdjustmentEnabled, cancel);
        return (!isOff, CalibrationOf(await RowsAsync(database, listener, cancel)));
    }

    /// <summary>Switches the adjustment on or off. Counts stay.</summary>
    public Task SetEnabledAsync(string listener, bool enabled, CancellationToken cancel) => databases.SaveAsync(
        async database => (await database.GetOrAddListenerAsync(listener, clock, cancel)).AdjustmentEnabled = enabled, cancel);

    /// <summary>Adds a correction, also while the adjustment is off.</summary>
    /// <param name="listener">The listener.</param>
    /// <param name="scores">What the model read: seven scores whose sum is 1.</param>
    /// <param name="said">What the listener said.</param>
    /// <param name="cancel">Stops.</param>
    public Task AddAsync(string listener, IReadOnlyList<double> scores, Emotion said, CancellationToken cancel) =>
        databases.SaveAsync(async database =>
        {
            await database.GetOrAddListenerAsync(listener, clock, cancel);
            var rows = await RowsAsync(database, listener, cancel);
            var counts = CalibrationOf(rows).Add(scores, said).Counts.ToDictionary(each => (each.Read, each.Said), each => each.Count);
            foreach (var row in rows)
            {
                if (counts.Remove((row.Read, row.Said), out var count))
                {
                    row.Count = count;
                }
                else
                {
                    database.Corrections.Remove(row);
                }
            }

            database.Corrections.AddRange(counts.Select(each => new Correction
            {
                ListenerId = listener,
                Read = each.Key.Read,
                Said = each.Key.Said,
                Count = each.Value,
            }));
        }, cancel);

    /// <summary>Deletes the listener's corrections.</summary>
    public async Task DeleteAsync(string listener, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await database.Corrections.IgnoreQueryFilters().Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
    }

    private static Task<List<Correction>> RowsAsync(PlayerDbContext database, string listener, CancellationToken cancel) =>
        database.Corrections.Where(each => each.ListenerId == listener).ToListAsync(cancel);

    private static Calibration CalibrationOf(IEnumerable<Correction> rows) =>
        Calibration.From(rows.Select(row => (row.Read, row.Said, row.Count)));

    [LoggerMessage(LogLevel.Debug, "The player's database is unavailable, so readings are not adjusted. {Error}")]
    private static partial void LogUnavailable(ILogger log, string error);
}
