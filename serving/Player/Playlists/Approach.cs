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
    public const int Length = 25;

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

    /// <summary>
    /// The target position of each of <see cref="Length"/> tracks: in even steps from the mood to the goal, or at the goal once
    /// a list before has led there.
    /// </summary>
    /// <param name="approach">The approach.</param>
    /// <param name="mood">The listener's mood.</param>
    /// <param name="isThere">Whether a list before has led to the goal.</param>
    public static IReadOnlyList<ValenceArousal> Route(this Approach approach, Emotion mood, bool isThere = false)
    {
        var goal = approach switch
        {
            Approach.Lift => Emotion.Happy.ValenceArousal(),
            Approach.Calm => CalmGoal,
            _ => mood.ValenceArousal(),
        };
        return [.. Enumerable.Range(0, Length).Select(step =>
            isThere ? goal : mood.ValenceArousal().Lerp(goal, (double)step / (Length - 1)))];
    }
}

internal sealed class ApproachJsonConverter()
    : JsonStringEnumConverter<Approach>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
