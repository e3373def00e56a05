namespace EmoMusic.Serving.Detector.Faces;

/// <summary>Whether a face is good enough for its emotion to be read.</summary>
/// <param name="Readable">False if there is a problem: the emotion is then little more than a guess.</param>
/// <param name="Problems">What is wrong, and what to do.</param>
public sealed record FaceQuality(bool Readable, IReadOnlyList<QualityProblem> Problems)
{
    private const double MinSizePixels = 16;
    private const double MinBrightness = 12;
    private const double MinSharpness = 0.01;
    private const double MaxYaw = 0.45; // the nose is about to pass an eye
    private const double MinMouthDetail = 0.2;

    internal static readonly FaceQuality Good = new(true, []);

    internal static readonly QualityProblem TooSmall = new("too-small", "The face is too small. Move closer to the camera.");

    internal static readonly QualityProblem TooDark = new("too-dark", "The face is too dark. Turn on a light, or face a window.");

    internal static readonly QualityProblem TooBlurred =
        new("too-blurred", "The face is blurred. Hold still, and clean the camera's lens.");

    internal static readonly QualityProblem TurnedAway = new("turned-away", "The face is turned away. Look into the camera.");

    internal static readonly QualityProblem Covered =
        new("covered", "Part of the face is covered. Take off a mask or sunglasses, and move your hands away.");

    /// <summary>Rates a face by simple measures; the thresholds were measured: docs/faces.md.</summary>
    /// <param name="crop">The network's input, 48 × 48 grey values 0–255.</param>
    /// <param name="sizePixels">The face's longer side in the photo's pixels.</param>
    /// <param name="keypoints">In the photo; null if the whole photo is the face.</param>
    public static FaceQuality Of(ReadOnlySpan<float> crop, double sizePixels, Keypoints? keypoints)
    {
        var measures = FaceMeasures.Of(crop, keypoints);
        List<QualityProblem> problems = [];
        AddIf(sizePixels < MinSizePixels, TooSmall);
        AddIf(measures.Brightness < MinBrightness, TooDark);
        AddIf(measures.Sharpness < MinSharpness, TooBlurred);
        AddIf(measures.Yaw > MaxYaw, TurnedAway);
        AddIf(measures.MouthDetail < MinMouthDetail, Covered);
        return problems.Count == 0 ? Good : new(false, problems);

        void AddIf(bool condition, QualityProblem problem)
        {
            if (condition)
            {
                problems.Add(problem);
            }
        }
    }
}

/// <summary>Something that makes a face hard to read.</summary>
/// <param name="Code">too-small, too-dark, too-blurred, turned-away or covered.</param>
/// <param name="Advice">What to do, for people.</param>
public sealed record QualityProblem(string Code, string Advice);
