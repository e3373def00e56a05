namespace EmoMusic.Serving.Player.Data;

/// <summary>Somebody behind a cookie. Everything below is deleted with them.</summary>
internal sealed class Listener
{
    /// <summary>The cookie's value.</summary>
    public required string Id { get; init; }

    public DateTimeOffset Since { get; init; }

    /// <summary>Whether moods and plays are written down for the chart. Off until the listener says so.</summary>
    public bool KeepsHistory { get; set; }
}

/// <summary>A favourite.</summary>
internal sealed class Like
{
    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public DateTimeOffset Since { get; init; }
}

/// <summary>What was learnt of one track in one mood: see Liking.</summary>
internal sealed class Taste
{
    public required string ListenerId { get; init; }

    public required Emotion Mood { get; init; }

    public required string TrackId { get; init; }

    /// <summary>How often it was heard to its end, older times counting less.</summary>
    public double Finished { get; set; }

    /// <summary>How often it was skipped, older times counting less.</summary>
    public double Skipped { get; set; }

    /// <summary>Which of the listener's plays in this mood that was, counted from 1.</summary>
    public int AtPlay { get; set; }
}

/// <summary>The mood that a listener says a track is for.</summary>
internal sealed class OwnMood
{
    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public required Emotion Mood { get; set; }
}

/// <summary>A track that was played, for listeners who keep a history.</summary>
internal sealed class Play
{
    public required string Id { get; init; }

    public required string ListenerId { get; init; }

    public required string TrackId { get; init; }

    public required Emotion Mood { get; init; }

    public DateTimeOffset At { get; init; }

    /// <summary>How much of it was heard.</summary>
    public double Seconds { get; init; }

    public bool Finished { get; init; }
}

/// <summary>A mood that music was asked for, for listeners who keep a history.</summary>
internal sealed class Reading
{
    public required string Id { get; init; }

    public required string ListenerId { get; init; }

    public required Emotion Mood { get; init; }

    /// <summary>0 to 1 where a face was read; null where the mood was chosen by hand.</summary>
    public double? Confidence { get; init; }

    public DateTimeOffset At { get; init; }
}
