using System.Text.Json.Serialization;

namespace EmoMusic.Serving;

/// <summary>One of the seven emotions that faces are classified as, and that music is played for.</summary>
[JsonConverter(typeof(EmotionJsonConverter))]
public enum Emotion
{
    Angry,
    Disgust,
    Fear,
    Happy,
    Sad,
    Surprise,
    Neutral,
}

/// <summary>Names of the emotions, and their valence and arousal.</summary>
public static class Emotions
{
    /// <summary>All seven.</summary>
    public static IReadOnlyList<Emotion> All { get; } = Enum.GetValues<Emotion>();

    /// <summary>The lower-case name, as in the model file, the API and the music folder.</summary>
    public static string Name(this Emotion emotion) => Names[(int)emotion];

    /// <summary>The emotion of this name, in any case; null if there is none.</summary>
    public static Emotion? Parse(string name)
    {
        var index = Array.FindIndex(Names, each => each.Equals(name, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (Emotion)index;
    }

    /// <summary>
    /// Expected valence and arousal, each −1 to 1, of seven probabilities in the order of <see cref="All"/>. The emotions'
    /// coordinates are those of Russell and Mehrabian, "Evidence for a three-factor theory of emotions", Journal of Research
    /// in Personality 11 (1977).
    /// </summary>
    public static ValenceArousal ExpectedValenceArousal(ReadOnlySpan<float> scores)
    {
        var (valence, arousal) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            valence += scores[i] * Coordinates[i].Valence;
            arousal += scores[i] * Coordinates[i].Arousal;
        }

        return new(valence, arousal);
    }

    /// <summary>An emotion's valence and arousal.</summary>
    public static ValenceArousal ValenceArousal(this Emotion emotion) => Coordinates[(int)emotion];

    /// <summary>The nearest emotion.</summary>
    public static Emotion Nearest(ValenceArousal point) => All.MinBy(emotion => point.DistanceTo(emotion.ValenceArousal()));

    private static readonly string[] Names = [.. All.Select(emotion => emotion.ToString().ToLowerInvariant())];

    private static readonly ValenceArousal[] Coordinates =
    [
        new(-0.51, 0.59), // angry
        new(-0.60, 0.35), // disgust
        new(-0.64, 0.60), // fear
        new(0.76, 0.48), // happy
        new(-0.63, -0.27), // sad
        new(0.40, 0.67), // surprise
        new(0, 0), // neutral
    ];
}

/// <summary>A point of the valence-arousal plane, in which emotions and music are placed.</summary>
/// <param name="Valence">−1 (unpleasant) to 1 (pleasant).</param>
/// <param name="Arousal">−1 (calm) to 1 (excited).</param>
public readonly record struct ValenceArousal(double Valence, double Arousal)
{
    /// <summary>The Euclidean distance to another point.</summary>
    public double DistanceTo(ValenceArousal other)
    {
        var (valence, arousal) = (Valence - other.Valence, Arousal - other.Arousal);
        return Math.Sqrt((valence * valence) + (arousal * arousal));
    }

    /// <summary>Linear interpolation; <paramref name="t"/> is 0 here, 1 at the other point.</summary>
    public ValenceArousal Lerp(ValenceArousal other, double t) => new(
        Valence + ((other.Valence - Valence) * t), Arousal + ((other.Arousal - Arousal) * t));
}

internal sealed class EmotionJsonConverter()
    : JsonStringEnumConverter<Emotion>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
