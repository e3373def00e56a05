namespace EmoMusic.Serving.Detector;

/// <summary>How the face in a photo is to be found.</summary>
public enum FaceWay
{
    /// <summary>Faces are looked for.</summary>
    Auto,

    /// <summary>The photo is nothing but one face.</summary>
    Whole,
}

/// <summary>What was read in a photo.</summary>
/// <param name="Photo">Its size, turned upright.</param>
/// <param name="Faces">The faces, the largest first; empty when none was found.</param>
/// <param name="Hint">What to do when there is no face.</param>
/// <param name="Model">The hash of the model that read it: GET /api/model tells more.</param>
/// <param name="ElapsedMs">Milliseconds that it took.</param>
public sealed record EmotionsAnswer(
    PhotoSize Photo, IReadOnlyList<Face> Faces, string? Hint, string Model, double ElapsedMs);

/// <summary>A photo's size in pixels.</summary>
/// <param name="Width">From left to right.</param>
/// <param name="Height">From top to bottom.</param>
public sealed record PhotoSize(int Width, int Height);

/// <summary>One face.</summary>
/// <param name="Box">Where it is, in the photo's own pixels.</param>
/// <param name="Emotion">The emotion with the highest score.</param>
/// <param name="Confidence">That score, 0 to 1.</param>
/// <param name="Scores">The probability of each emotion; they sum to 1.</param>
/// <param name="Valence">From −1, unpleasant, to 1, pleasant: the expected value over the scores.</param>
/// <param name="Arousal">From −1, calm, to 1, excited: the expected value over the scores.</param>
/// <param name="Crop">The 48 × 48 grey picture that the network saw: a PNG as a data URL.</param>
public sealed record Face(
    Box Box, Emotion Emotion, float Confidence, IReadOnlyDictionary<Emotion, float> Scores,
    double Valence, double Arousal, string Crop)
{
    /// <summary>A face from its scores in the order of <see cref="Emotions.All"/>.</summary>
    public static Face From(Box box, float[] scores, string crop)
    {
        var highest = Emotions.All.MaxBy(emotion => scores[(int)emotion]);
        var (valence, arousal) = Emotions.Place(scores);
        return new Face(
            box, highest, scores[(int)highest], Emotions.All.ToDictionary(emotion => emotion, emotion => scores[(int)emotion]),
            Math.Round(valence, 4), Math.Round(arousal, 4), crop);
    }
}
