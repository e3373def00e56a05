using System.Text.Json.Serialization;

namespace EmoMusic.Serving;

/// <summary>One of the seven emotions that a face is read as, and that music is played for.</summary>
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

/// <summary>The emotions as words, and where they lie between unpleasant and pleasant, calm and excited.</summary>
public static class Emotions
{
    /// <summary>All seven.</summary>
    public static IReadOnlyList<Emotion> All { get; } = Enum.GetValues<Emotion>();

    /// <summary>The word for one: lower case, as in the model file, the API and the music folder.</summary>
    public static string Name(this Emotion emotion) => Names[(int)emotion];

    /// <summary>The emotion that a word names, in either case; null when it names none.</summary>
    public static Emotion? Parse(string word)
    {
        var index = Array.FindIndex(Names, name => name.Equals(word, StringComparison.OrdinalIgnoreCase));
        return index < 0 ? null : (Emotion)index;
    }

    /// <summary>
    /// Expected valence and arousal, each −1 to 1, of seven probabilities in the order of <see cref="All"/>.
    /// The emotions' own places are those of Russell and Mehrabian, "Evidence for a three-factor theory of
    /// emotions", Journal of Research in Personality 11 (1977).
    /// </summary>
    public static Place Place(ReadOnlySpan<float> scores)
    {
        var (valence, arousal) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            valence += scores[i] * Places[i].Valence;
            arousal += scores[i] * Places[i].Arousal;
        }

        return new(valence, arousal);
    }

    /// <summary>Where an emotion lies.</summary>
    public static Place Place(this Emotion emotion) => Places[(int)emotion];

    /// <summary>The emotion that lies nearest.</summary>
    public static Emotion Nearest(Place place) => All.MinBy(emotion => place.DistanceTo(emotion.Place()));

    private static readonly string[] Names = [.. All.Select(emotion => emotion.ToString().ToLowerInvariant())];

    private static readonly Place[] Places =
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

/// <summary>A point of the plane that emotions and music share.</summary>
/// <param name="Valence">From −1, unpleasant, to 1, pleasant.</param>
/// <param name="Arousal">From −1, calm, to 1, excited.</param>
public readonly record struct Place(double Valence, double Arousal)
{
    /// <summary>How far another point is, in the plane's own units.</summary>
    public double DistanceTo(Place other)
    {
        var (valence, arousal) = (Valence - other.Valence, Arousal - other.Arousal);
        return Math.Sqrt((valence * valence) + (arousal * arousal));
    }

    /// <summary>The point on the way to another; <paramref name="share"/> 0 is here, 1 is there.</summary>
    public Place Towards(Place other, double share) => new(
        Valence + ((other.Valence - Valence) * share), Arousal + ((other.Arousal - Arousal) * share));
}

internal sealed class EmotionJsonConverter()
    : JsonStringEnumConverter<Emotion>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
