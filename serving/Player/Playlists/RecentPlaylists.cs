using System.Collections.Concurrent;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>
/// Remembers for a few days which tracks each listener was given. A listener without a cookie is known by their address, in
/// memory only. What is stored of the others, by the hour, counts after a restart and on another replica. "Forget me" forgets them.
/// </summary>
internal sealed class RecentPlaylists(TimeProvider clock)
{
    private const int MaxListeners = 10_000;
    private const int MaxTracks = 2_000; // of a listener: three days of music
    private static readonly TimeSpan MaxAge = TimeSpan.FromDays(3);

    private readonly ConcurrentDictionary<string, Given> listeners = new();

    /// <summary>What a listener was given lately.</summary>
    /// <param name="listener">The id in their cookie; null without one.</param>
    /// <param name="address">Their address, by which they are known until they have a cookie.</param>
    /// <param name="before">Ids of the tracks that they name themselves: the lists before this one, in order.</param>
    /// <param name="stored">The hour in which each track was given, from the database.</param>
    public HeardTracks Find(
        string? listener, string? address, IReadOnlyList<string> before, IReadOnlyDictionary<string, int>? stored = null)
    {
        var now = clock.GetUtcNow();
        var (last, at) = (new HashSet<string>(), new Dictionary<string, DateTimeOffset>());
        foreach (var (track, hour) in stored ?? new Dictionary<string, int>())
        {
            var end = DateTimeOffset.FromUnixTimeSeconds((hour + 1L) * 3600);
            if (now - end < MaxAge)
            {
                at[track] = end < now ? end : now;
            }
        }

        if ((GivenTo(listener) ?? GivenTo(address)) is { } given)
        {
            lock (given)
            {
                last.UnionWith(given.LastList);
                foreach (var (track, time) in given.At.Where(entry => now - entry.Value < MaxAge))
                {
                    at[track] = time;
                }
            }
        }
        else if (at.Count > 0)
        {
            var newest = at.Keys.Max(track => stored![track]);
            last.UnionWith(at.Keys.Where(track => stored![track] == newest));
        }

        foreach (var track in before)
        {
            at[track] = now;
        }

        last.UnionWith(before.TakeLast(Approaches.Length));
        return new HeardTracks(last, at, now);
    }

    /// <summary>Remembers a list that was given.</summary>
    public void Add(string? listener, string? address, IEnumerable<string> tracks)
    {
        if ((listener ?? address) is not { } key)
        {
            return;
        }

        var given = listeners.GetOrAdd(key, _ => new Given());
        lock (given)
        {
            given.LastList = [.. tracks];
            given.LastAt = clock.GetUtcNow();
            foreach (var track in given.LastList)
            {
                given.At[track] = given.LastAt;
            }

            foreach (var (old, _) in given.At.OrderBy(entry => entry.Value).Take(given.At.Count - MaxTracks).ToList())
            {
                given.At.Remove(old);
            }
        }

        if (listeners.Count > MaxListeners)
        {
            var oldest = listeners.OrderBy(entry => entry.Value.LastAt).Take(MaxListeners / 10).Select(entry => entry.Key).ToList();
            oldest.ForEach(Forget);
        }
    }

    /// <summary>Forgets a listener.</summary>
    /// <param name="key">The id in their cookie, or their address.</param>
    public void Forget(string key) => listeners.TryRemove(key, out _);

    private Given? GivenTo(string? key) => key is null ? null : listeners.GetValueOrDefault(key);

    private sealed class Given
    {
        public HashSet<string> LastList { get; set; } = [];

        public DateTimeOffset LastAt { get; set; }

        public Dictionary<string, DateTimeOffset> At { get; } = [];
    }
}
