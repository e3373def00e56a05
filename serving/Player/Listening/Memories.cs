using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>What listeners told, by deed or word, and what is written down of it.</summary>
internal sealed partial class Memories(IDbContextFactory<PlayerDb> databases, TimeProvider clock, ILogger<Memories> log)
{
    /// <summary>What is remembered of a listener; nothing of somebody new, or while the database is away.</summary>
    public async Task<Memory> OfAsync(string? listener, Emotion mood, CancellationToken cancel)
    {
        if (listener is null)
        {
            return Memory.None;
        }

        try
        {
            await using var database = await databases.CreateDbContextAsync(cancel);
            var likes = await database.Likes.Where(like => like.ListenerId == listener)
                .Select(like => like.TrackId).ToListAsync(cancel);
            var own = await database.OwnMoods.AsNoTracking().Where(each => each.ListenerId == listener)
                .ToDictionaryAsync(each => each.TrackId, each => each.Mood, cancel);
            var tastes = await database.Tastes.AsNoTracking()
                .Where(taste => taste.ListenerId == listener && taste.Mood == mood)
                .ToDictionaryAsync(taste => taste.TrackId, cancel);
            return new Memory(likes.ToHashSet(), own, tastes);
        }
        catch (Exception error) when (error.IsOfDatabase())
        {
            LogAway(log, error.GetBaseException().Message);
            return Memory.None;
        }
    }

    /// <summary>Sets or takes back a like.</summary>
    public Task LikeAsync(string listener, string track, bool liked, CancellationToken cancel) => databases.WriteAsync(async database =>
    {
        var like = await database.Likes.FindAsync([listener, track], cancel);
        if (liked && like is null)
        {
            await EnsureAsync(database, listener, cancel);
            database.Likes.Add(new Like { ListenerId = listener, TrackId = track, Since = clock.GetUtcNow() });
        }
        else if (!liked && like is not null)
        {
            database.Likes.Remove(like);
        }
    }, cancel);

    /// <summary>Sets the mood that a track is for, for this listener; null takes it back.</summary>
    public Task ChooseMoodAsync(string listener, string track, Emotion? mood, CancellationToken cancel) => databases.WriteAsync(async database =>
    {
        var own = await database.OwnMoods.FindAsync([listener, track], cancel);
        if (mood is { } chosen && own is null)
        {
            await EnsureAsync(database, listener, cancel);
            database.OwnMoods.Add(new OwnMood { ListenerId = listener, TrackId = track, Mood = chosen });
        }
        else if (mood is { } other)
        {
            own!.Mood = other;
        }
        else if (own is not null)
        {
            database.OwnMoods.Remove(own);
        }
    }, cancel);

    /// <summary>Learns from a track that was played in a mood, and writes it down for those who keep a history.</summary>
    public Task PlayedAsync(
        string listener, string track, Emotion mood, double seconds, bool finished, CancellationToken cancel) => databases.WriteAsync(async database =>
    {
        var who = await EnsureAsync(database, listener, cancel);
        var plays = await database.Tastes.Where(taste => taste.ListenerId == listener && taste.Mood == mood)
            .MaxAsync(taste => (int?)taste.AtPlay, cancel) ?? 0;
        var taste = await database.Tastes.FindAsync([listener, mood, track], cancel);
        if (taste is null)
        {
            taste = new Taste { ListenerId = listener, Mood = mood, TrackId = track, AtPlay = plays };
            database.Tastes.Add(taste);
        }

        (taste.Finished, taste.Skipped) = new Liking(taste.Finished, taste.Skipped).After(finished, plays + 1 - taste.AtPlay);
        taste.AtPlay = plays + 1;
        if (who.KeepsHistory)
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

    private async Task<Listener> EnsureAsync(PlayerDb database, string id, CancellationToken cancel)
    {
        var listener = await database.Listeners.FindAsync([id], cancel);
        return listener ?? database.Listeners.Add(new Listener { Id = id, Since = clock.GetUtcNow() }).Entity;
    }

    [LoggerMessage(LogLevel.Warning, "The player's database does not answer, so nothing is known of listeners just now. {Error}")]
    private static partial void LogAway(ILogger log, string error);
}
