namespace EmoMusic.Serving.Player.Data;

/// <summary>A star, unstar or scrobble that the Subsonic server has not accepted yet. It does not name the listener.</summary>
internal sealed class PendingReport
{
    private static long last;

    public required string Id { get; init; }

    /// <summary>The library of the track.</summary>
    public required string Library { get; init; }

    /// <summary>The position among all reports: UTC ticks, made unique.</summary>
    public required long Order { get; init; }

    /// <summary>star, unstar or scrobble.</summary>
    public required string Method { get; init; }

    /// <summary>The song's id on the server.</summary>
    public required string Song { get; init; }

    /// <summary>A report of what happened just now.</summary>
    public static PendingReport New(string library, string method, string song, TimeProvider clock) => new()
    {
        Id = OpaqueId.New(),
        Library = library,
        Order = NextOrder(clock.GetUtcNow().UtcTicks),
        Method = method,
        Song = song,
    };

    private static long NextOrder(long now)
    {
        while (true)
        {
            var before = Interlocked.Read(ref last);
            var next = Math.Max(now, before + 1);
            if (Interlocked.CompareExchange(ref last, next, before) == before)
            {
                return next;
            }
        }
    }
}
