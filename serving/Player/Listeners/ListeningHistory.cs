using System.Runtime.CompilerServices;
using System.Text.Json.Serialization;
using EmoMusic.Serving.Player.Data;
using Microsoft.EntityFrameworkCore;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>A mood that music was requested for.</summary>
/// <param name="At">When.</param>
/// <param name="Mood">The mood.</param>
/// <param name="Confidence">0 to 1 when detected in a photo; null when chosen by hand.</param>
public sealed record MoodEntry(DateTimeOffset At, Emotion Mood, double? Confidence);

/// <summary>A track that was played.</summary>
/// <param name="At">When.</param>
/// <param name="Title">The track's title.</param>
/// <param name="Artist">The track's artist.</param>
/// <param name="Mood">The mood it was played for.</param>
/// <param name="Seconds">Seconds played.</param>
/// <param name="Finished">Whether it was played to the end.</param>
public sealed record PlayEntry(DateTimeOffset At, string Title, string? Artist, Emotion Mood, double Seconds, bool Finished);

/// <summary>The listener's history.</summary>
/// <param name="Enabled">Whether moods and plays are recorded.</param>
/// <param name="Moods">Newest first.</param>
/// <param name="Plays">Newest first.</param>
public sealed record HistoryResponse(
    [property: JsonPropertyName("kept")] bool Enabled, IAsyncEnumerable<MoodEntry> Moods, IAsyncEnumerable<PlayEntry> Plays);

/// <summary>Moods and plays over time, for listeners who switched their history on.</summary>
internal sealed class ListeningHistory(IDbContextFactory<PlayerDbContext> databases, TimeProvider clock)
{
    /// <summary>The listener's history; empty for a new listener. It is read while it is enumerated.</summary>
    public async Task<HistoryResponse> GetAsync(string? listener, CancellationToken cancel)
    {
        if (listener is null)
        {
            return new(false, AsyncEnumerable.Empty<MoodEntry>(), AsyncEnumerable.Empty<PlayEntry>());
        }

        await using var database = await databases.CreateDbContextAsync(cancel);
        var enabled = await database.Listeners.AnyAsync(each => each.Id == listener && each.HistoryEnabled, cancel);
        return new(enabled, MoodsAsync(listener, cancel), PlaysAsync(listener, cancel));
    }

    private async IAsyncEnumerable<MoodEntry> MoodsAsync(string listener, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await foreach (var mood in database.MoodEvents.AsNoTracking().Where(each => each.ListenerId == listener)
            .OrderByDescending(each => each.At).Select(each => new MoodEntry(each.At, each.Mood, each.Confidence))
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return mood;
        }
    }

    private async IAsyncEnumerable<PlayEntry> PlaysAsync(string listener, [EnumeratorCancellation] CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        await foreach (var play in database.Plays.AsNoTracking().Where(each => each.ListenerId == listener)
            .OrderByDescending(each => each.At)
            .Join(database.Tracks, play => play.TrackId, track => track.Id, (play, track) => new PlayEntry(
                play.At, track.Title, track.Artist, play.Mood, play.Seconds, play.Finished))
            .AsAsyncEnumerable().WithCancellation(cancel))
        {
            yield return play;
        }
    }

    /// <summary>Switches recording on or off. What was recorded stays until the listener is deleted.</summary>
    public Task SetHistoryEnabledAsync(string listener, bool enabled, CancellationToken cancel) => databases.SaveAsync(
        async database => (await database.GetOrAddListenerAsync(listener, clock, cancel)).HistoryEnabled = enabled, cancel);

    /// <summary>Records a mood, if the listener's history is on.</summary>
    public async Task AddMoodAsync(string listener, Emotion mood, double? confidence, CancellationToken cancel)
    {
        await using var database = await databases.CreateDbContextAsync(cancel);
        if (await database.Listeners.AnyAsync(each => each.Id == listener && each.HistoryEnabled, cancel))
        {
            database.MoodEvents.Add(new MoodEvent
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
}
