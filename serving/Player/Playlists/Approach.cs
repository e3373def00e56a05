using System.Text.Json.Serialization;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>How a playlist responds to a mood.</summary>
[JsonConverter(typeof(ApproachJsonConverter))]
public enum Approach
{
    /// <summary>Match the mood.</summary>
    Match,

    /// <summary>Start at the mood and lead to happy.</summary>
    Lift,

    /// <summary>Start at the mood and lead to calm.</summary>
    Calm,
}

/// <summary>
/// The route of a playlist through the valence-arousal plane, by the iso principle: start where the listener is and move in
/// small steps (Altshuler 1948; Starcke, Mayr and von Georgi 2021).
/// </summary>
internal static class Approaches
{
    /// <summary>Tracks in a playlist.</summary>
    public const int Length = 6;

    // One track at the listener's mood, four in between, one at the goal.
    private static readonly double[] Steps = [0, 0.2, 0.4, 0.6, 0.8, 1];

    private static readonly ValenceArousal CalmGoal = new(0.25, -0.45);

    /// <summary>The approach used unless the listener chooses another.</summary>
    public static Approach DefaultFor(Emotion mood) =>
        mood is Emotion.Happy or Emotion.Surprise or Emotion.Neutral ? Approach.Match : Approach.Lift;

    /// <summary>The approach of this name; null if there is none.</summary>
    public static Approach? Parse(string name) => name.ToLowerInvariant() switch
    {
        "match" => Approach.Match,
        "lift" => Approach.Lift,
        "calm" => Approach.Calm,
        _ => null,
    };

    /// <summary>The name in the API.</summary>
    public static string Name(this Approach approach) => approach.ToString().ToLowerInvariant();

    /// <summary>The target position of each of <see cref="Length"/> tracks.</summary>
    public static IReadOnlyList<ValenceArousal> Route(this Approach approach, Emotion mood)
    {
        var goal = approach switch
        {
            Approach.Lift => Emotion.Happy.ValenceArousal(),
            Approach.Calm => CalmGoal,
            _ => mood.ValenceArousal(),
        };
        return [.. Steps.Select(step => mood.ValenceArousal().Lerp(goal, step))];
    }
}

internal sealed class ApproachJsonConverter()
    : JsonStringEnumConverter<Approach>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
