namespace EmoMusic.Training.Data;

/// <summary>FER-2013's seven emotions; a label is an index into them.</summary>
public static class Emotions
{
    /// <summary>The label of fear.</summary>
    public const int Fear = 2;

    /// <summary>The names in label order.</summary>
    public static IReadOnlyList<string> Names { get; } =
        ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    /// <summary>Number of emotions.</summary>
    public static int Count => Names.Count;
}
