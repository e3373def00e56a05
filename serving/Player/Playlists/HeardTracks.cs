namespace EmoMusic.Serving.Player.Playlists;

/// <summary>What a listener was given lately, so that it comes back later and not at once.</summary>
/// <param name="LastList">Ids of the list before.</param>
/// <param name="GivenAt">When each track was given last.</param>
/// <param name="Now">The time.</param>
internal sealed record HeardTracks(
    IReadOnlySet<string> LastList, IReadOnlyDictionary<string, DateTimeOffset> GivenAt, DateTimeOffset Now)
{
    private static readonly TimeSpan NoRepeat = TimeSpan.FromHours(1);
    private const double Fatigue = 0.5; // of the like is lost right after a track was given
    private static readonly TimeSpan Recovery = TimeSpan.FromDays(1); // to a third of that

    /// <summary>Of one who was given nothing yet.</summary>
    public static HeardTracks Nothing { get; } = new(new HashSet<string>(), new Dictionary<string, DateTimeOffset>(), default);

    /// <summary>Whether a track was given within the last hour.</summary>
    public bool IsRecent(string track) => GivenAt.TryGetValue(track, out var at) && Now - at < NoRepeat;

    /// <summary>How much of a track's like is left, 0 to 1: it grows back over days.</summary>
    public double Freshness(string track) =>
        GivenAt.TryGetValue(track, out var at) ? 1 - (Fatigue * Math.Exp(-((Now - at) / Recovery))) : 1;
}
