namespace EmoMusic.Serving.Player.Data;

/// <summary>An anonymous listener, known by a cookie. All rows with their id are deleted with them.</summary>
internal sealed class Listener
{
    /// <summary>The cookie's value.</summary>
    public required string Id { get; init; }

    public DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last day, UTC, on which they came back; null if they never did after the day they were created.</summary>
    public DateTimeOffset? LastSeen { get; set; }

    /// <summary>Whether moods and plays are recorded for the history chart. Off by default.</summary>
    public bool HistoryEnabled { get; set; }

    /// <summary>Whether readings are adjusted by the listener's corrections. On by default.</summary>
    public bool AdjustmentEnabled { get; set; } = true;

    /// <summary>Remembers that the listener is here today.</summary>
    public void SeeAt(DateTimeOffset now)
    {
        var today = new DateTimeOffset(now.UtcDateTime.Date, TimeSpan.Zero);
        if (CreatedAt < today && (LastSeen is null || LastSeen < today))
        {
            LastSeen = today;
        }
    }
}

/// <summary>A favourite.</summary>
internal sealed class Like
{
    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public DateTimeOffset CreatedAt { get; init; }
}

/// <summary>Finished and skipped plays of one track in one mood: the parameters of a LikeDistribution.</summary>
internal sealed class TrackStats
{
    public required string ListenerId { get; init; }

    public required Emotion Mood { get; init; }

    public required string TrackId { get; init; }

    /// <summary>Plays to the end, decayed.</summary>
    public double Finished { get; set; }

    /// <summary>Skips, decayed.</summary>
    public double Skipped { get; set; }

    /// <summary>Number of the last play of this track among the listener's plays in this mood, from 1.</summary>
    public int LastPlay { get; set; }
}

/// <summary>The mood that a listener assigned to a track.</summary>
internal sealed class MoodOverride
{
    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public required Emotion Mood { get; set; }
}

/// <summary>How often a listener said one emotion where another, or the same, was read from a face.</summary>
internal sealed class Correction
{
    public required string ListenerId { get; init; }

    public required Emotion Read { get; init; }

    public required Emotion Said { get; init; }

    /// <summary>A number of corrections, each by the score that was read, decayed.</summary>
    public double Count { get; set; }
}

/// <summary>
/// A track that a listener was given in the last days, so that it does not come again at once, not even after a restart.
/// Only the hour is known.
/// </summary>
internal sealed class RecentTrack
{
    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    /// <summary>Hours since 1970.</summary>
    public int Hour { get; set; }
}

/// <summary>One play of a track; recorded only while the listener's history is on.</summary>
internal sealed class Play
{
    public required string Id { get; init; }

    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public required Emotion Mood { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>Seconds played.</summary>
    public double Seconds { get; init; }

    public bool Finished { get; init; }
}

/// <summary>A mood that music was requested for; recorded only while the listener's history is on.</summary>
internal sealed class MoodEvent
{
    public required string Id { get; init; }

    public required string ListenerId { get; init; }

    public required Emotion Mood { get; init; }

    /// <summary>0 to 1 when detected in a photo; null when chosen by hand.</summary>
    public double? Confidence { get; init; }

    public DateTimeOffset At { get; init; }
}
