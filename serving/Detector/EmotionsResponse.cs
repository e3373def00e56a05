using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Player.Listeners;

namespace EmoMusic.Serving.Detector;

/// <summary>How to locate the faces in a photo.</summary>
public enum FaceMode
{
    /// <summary>Run the face detector.</summary>
    Auto,

    /// <summary>The whole photo is one face.</summary>
    Whole,
}

/// <summary>The faces in a photo.</summary>
/// <param name="Photo">Its size, after EXIF rotation.</param>
/// <param name="Faces">Largest first; empty if none was found.</param>
/// <param name="Hint">What to do if there is no face; else null.</param>
/// <param name="Note">If there are more faces than these, says so; else null.</param>
/// <param name="Model">The hash of the model: see GET /api/model.</param>
/// <param name="ElapsedMs">Processing time in milliseconds.</param>
public sealed record EmotionsResponse(
    PhotoSize Photo, IReadOnlyList<Face> Faces, string? Hint, string? Note, string Model, double ElapsedMs)
{
    /// <summary>The same faces, with their scores adjusted to a listener.</summary>
    internal EmotionsResponse AdjustedBy(Calibration calibration) =>
        this with { Faces = [.. Faces.Select(face => face.AdjustedBy(calibration))] };
}

/// <summary>A photo's size in pixels.</summary>
/// <param name="Width">The width.</param>
/// <param name="Height">The height.</param>
public sealed record PhotoSize(int Width, int Height);

/// <summary>A face and its emotion.</summary>
/// <param name="Box">Its location, in the photo's pixels.</param>
/// <param name="Emotion">The emotion with the highest score.</param>
/// <param name="Confidence">That score, 0 to 1.</param>
/// <param name="Detection">The face detector's confidence that this is a face, 0 to 1; null with face=whole.</param>
/// <param name="SizePixels">The longer side of the box, in the photo's pixels.</param>
/// <param name="Quality">Whether the face is good enough for its emotion to be read, and what to improve.</param>
/// <param name="Scores">The probability of each emotion; the sum is 1.</param>
/// <param name="Valence">−1 (unpleasant) to 1 (pleasant): the expected value over the scores.</param>
/// <param name="Arousal">−1 (calm) to 1 (excited): the expected value over the scores.</param>
/// <param name="Crop">The network's input, 48 × 48 grey pixels: a PNG as a data URL.</param>
/// <param name="Adjusted">
/// Whether the listener's corrections changed these scores, and with them emotion, confidence, valence and arousal. A change
/// below 0.01 is none.
/// </param>
/// <param name="RawScores">The model's own scores if they were adjusted; else null.</param>
public sealed record Face(
    Box Box, Emotion Emotion, float Confidence, double? Detection, int SizePixels, FaceQuality Quality,
    IReadOnlyDictionary<Emotion, float> Scores, double Valence, double Arousal, string Crop, bool Adjusted = false,
    IReadOnlyDictionary<Emotion, float>? RawScores = null)
{
    private const double SmallestChange = 0.01; // the page shows whole percents

    /// <summary>Creates a face from its scores, in the order of <see cref="Emotions.All"/>.</summary>
    public static Face From(Box box, double? detection, FaceQuality quality, float[] scores, string crop)
    {
        var highest = Emotions.All.MaxBy(emotion => scores[(int)emotion]);
        var (valence, arousal) = Emotions.ExpectedValenceArousal(scores);
        return new Face(
            box, highest, scores[(int)highest], detection is { } value ? Math.Round(value, 4) : null,
            (int)Math.Max(box.Width, box.Height), quality, Emotions.All.ToDictionary(emotion => emotion, emotion => scores[(int)emotion]),
            Math.Round(valence, 4), Math.Round(arousal, 4), crop);
    }

    /// <summary>The same face, read as a listener's corrections suggest.</summary>
    internal Face AdjustedBy(Calibration calibration)
    {
        float[] raw = [.. Emotions.All.Select(emotion => Scores[emotion])];
        var scores = calibration.Adjust(raw);
        if (Emotions.All.All(emotion => Math.Abs(scores[(int)emotion] - raw[(int)emotion]) < SmallestChange))
        {
            return this;
        }

        var adjusted = From(Box, null, Quality, scores, Crop);
        return adjusted with { Detection = Detection, SizePixels = SizePixels, Adjusted = true, RawScores = Scores };
    }
}
