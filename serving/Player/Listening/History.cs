using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>A mood that music was asked for.</summary>
/// <param name="At">When.</param>
/// <param name="Mood">Which.</param>
/// <param name="Confidence">0 to 1 where a face was read; null where it was chosen by hand.</param>
public sealed record MoodEntry(DateTimeOffset At, Emotion Mood, double? Confidence);

/// <summary>A track that was played.</summary>
/// <param name="At">When.</param>
/// <param name="Title">Of the track.</param>
/// <param name="Artist">Of the track.</param>
/// <param name="Mood">What it was played for.</param>
/// <param name="Seconds">How much was heard.</param>
/// <param name="Finished">Whether that was all.</param>
public sealed record PlayEntry(DateTimeOffset At, string Title, string? Artist, Emotion Mood, double Seconds, bool Finished);

/// <summary>All that is written down of a listener.</summary>
/// <param name="Kept">Whether anything is written down.</param>
/// <param name="Moods">The newest first.</param>
/// <param name="Plays">The newest first.</param>
public sealed record Written(bool Kept, IReadOnlyList<MoodEntry> Moods, IReadOnlyList<PlayEntry> Plays);

/// <summary>The history, for listeners who switched it on, and how to be forgotten.</summary>
internal sealed class History(IDbContextFactory<PlayerDb> databases, TimeProvider clock)
{
    /// <summary>All of it; nothing of somebody new.</summary>
    public async Task<Written> OfAsync(string? listener, CancellationToken cancel)
    {
        if (listener is null)
        {
            return new(false, [], []);
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var kept = await database.Listeners.AnyAsync(each => each.Id == listener && each.KeepsHistory, cancel);
        var moods = await database.Readings.AsNoTracking().Where(each => each.ListenerId == listener)
            .OrderByDescending(each => each.At).Select(each => new MoodEntry(each.At, each.Mood, each.Confidence)).ToListAsync(cancel);
        var plays = await database.Plays.AsNoTracking().Where(each => each.ListenerId == listener)
            .OrderByDescending(each => each.At)
            .Join(database.Tracks, play => play.TrackId, track => track.Id, (play, track) => new PlayEntry(
                play.At, track.Title, track.Artist, play.Mood, play.Seconds, play.Finished))
            .ToListAsync(cancel);
        return new(kept, moods, plays);
    }

    /// <summary>Begins or ends to write down; what was written stays until it is forgotten.</summary>
    public Task KeepAsync(string listener, bool keep, CancellationToken cancel) => databases.WriteAsync(async database =>
    {
        var who = await database.Listeners.FindAsync([listener], cancel)
            ?? database.Listeners.Add(new Listener { Id = listener, Since = clock.GetUtcNow() }).Entity;
        who.KeepsHistory = keep;
    }, cancel);

    /// <summary>Writes a mood down, for those who want that.</summary>
    public async Task AddAsync(string listener, Emotion mood, double? confidence, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        if (await database.Listeners.AnyAsync(each => each.Id == listener && each.KeepsHistory, cancel))
        {
            database.Readings.Add(new Reading
            {
                Id = OpaqueId.New(),
                ListenerId = listener,
                Mood = mood,
                Confidence = confidence,
                At = clock.GetUtcNow(),
            });
            await database.SaveChangesAsync(cancel);
        }
    }

    /// <summary>Deletes everything of a listener, in one step and for good.</summary>
    public async Task ForgetAsync(string listener, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await using (var all = await database.Database.BeginTransactionAsync(cancel))
        {
            await database.Likes.Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
            await database.OwnMoods.Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
            await database.Tastes.Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
            await database.Plays.Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
            await database.Readings.Where(each => each.ListenerId == listener).ExecuteDeleteAsync(cancel);
            await database.Listeners.Where(each => each.Id == listener).ExecuteDeleteAsync(cancel);
            await all.CommitAsync(cancel);
        }

        await database.EraseAsync(cancel);
    }
}
