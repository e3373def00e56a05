using System.Text.Json.Serialization;

namespace EmoMusic.Serving.Player.Listening;

/// <summary>What music is to do about a mood.</summary>
[JsonConverter(typeof(ApproachJsonConverter))]
public enum Approach
{
    /// <summary>Play the mood.</summary>
    Match,

    /// <summary>Begin at the mood and lead to happy.</summary>
    Lift,

    /// <summary>Begin at the mood and lead to rest.</summary>
    Calm,
}

/// <summary>
/// The way that a playlist takes, by the iso principle: begin where the listener is and lead on in small steps (Altshuler
/// 1948; Starcke, Mayr and von Georgi 2021).
/// </summary>
internal static class Approaches
{
    /// <summary>Tracks of a playlist.</summary>
    public const int Length = 6;

    // One track where the listener is, four between, one at the goal.
    private static readonly double[] Way = [0, 0.2, 0.4, 0.6, 0.8, 1];

    private static readonly Place Rest = new(0.25, -0.45);

    /// <summary>What is done unless the listener says otherwise.</summary>
    public static Approach For(Emotion mood) =>
        mood is Emotion.Happy or Emotion.Surprise or Emotion.Neutral ? Approach.Match : Approach.Lift;

    /// <summary>The approach that a word names; null when it names none.</summary>
    public static Approach? Parse(string word) => word.ToLowerInvariant() switch
    {
        "match" => Approach.Match,
        "lift" => Approach.Lift,
        "calm" => Approach.Calm,
        _ => null,
    };

    /// <summary>The word for one.</summary>
    public static string Name(this Approach approach) => approach.ToString().ToLowerInvariant();

    /// <summary>Where each of <see cref="Length"/> tracks should lie.</summary>
    public static IReadOnlyList<Place> Route(this Approach approach, Emotion mood)
    {
        var goal = approach switch
        {
            Approach.Lift => Emotion.Happy.Place(),
            Approach.Calm => Rest,
            _ => mood.Place(),
        };
        return [.. Way.Select(share => mood.Place().Towards(goal, share))];
    }
}

internal sealed class ApproachJsonConverter()
    : JsonStringEnumConverter<Approach>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
