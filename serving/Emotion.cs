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
    public static (double Valence, double Arousal) Place(ReadOnlySpan<float> scores)
    {
        var (valence, arousal) = (0.0, 0.0);
        for (var i = 0; i < scores.Length; i++)
        {
            valence += scores[i] * Places[i].Valence;
            arousal += scores[i] * Places[i].Arousal;
        }

        return (valence, arousal);
    }

    private static readonly string[] Names = [.. All.Select(emotion => emotion.ToString().ToLowerInvariant())];

    private static readonly (double Valence, double Arousal)[] Places =
    [
        (-0.51, 0.59), // angry
        (-0.60, 0.35), // disgust
        (-0.64, 0.60), // fear
        (0.76, 0.48), // happy
        (-0.63, -0.27), // sad
        (0.40, 0.67), // surprise
        (0, 0), // neutral
    ];
}

internal sealed class EmotionJsonConverter()
    : JsonStringEnumConverter<Emotion>(System.Text.Json.JsonNamingPolicy.CamelCase, allowIntegerValues: false);
