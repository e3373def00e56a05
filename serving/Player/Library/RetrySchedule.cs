using System.Collections.Concurrent;

namespace EmoMusic.Serving.Player.Library;

/// <summary>When files that failed are tried again: after a minute, then after twice as long each time, at most a day.</summary>
internal sealed class RetrySchedule(TimeProvider clock)
{
    private static readonly TimeSpan First = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Last = TimeSpan.FromDays(1);

    private readonly ConcurrentDictionary<string, (int Times, DateTimeOffset Next)> files = new();

    /// <summary>When the next one is due; null if none is waiting.</summary>
    public DateTimeOffset? Next => files.Values.Min(each => (DateTimeOffset?)each.Next);

    /// <summary>Whether a file may be tried now.</summary>
    public bool IsDue(string location) => !files.TryGetValue(location, out var entry) || entry.Next <= clock.GetUtcNow();

    /// <summary>A file failed.</summary>
    public void Add(string location) => files.AddOrUpdate(
        location, _ => (1, clock.GetUtcNow() + First), (_, before) => (before.Times + 1, clock.GetUtcNow() + DelayAfter(before.Times)));

    /// <summary>A file succeeded.</summary>
    public void Remove(string location) => files.TryRemove(location, out _);

    /// <summary>Forgets all other files: those that are gone would be due for ever.</summary>
    public void Keep(Func<string, bool> isThere)
    {
        foreach (var location in files.Keys.Where(location => !isThere(location)))
        {
            files.TryRemove(location, out _);
        }
    }

    private static TimeSpan DelayAfter(int times) =>
        First * Math.Pow(2, Math.Min(times, 20)) is var delay && delay < Last ? delay : Last;
}
