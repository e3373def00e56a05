namespace EmoMusic.Serving.Detector.Faces;

/// <summary>A point in a photo's pixels.</summary>
/// <param name="X">From the left edge.</param>
/// <param name="Y">From the upper edge.</param>
public readonly record struct Point(double X, double Y)
{
    /// <summary>The distance to another point.</summary>
    public double DistanceTo(Point other) => double.Hypot(X - other.X, Y - other.Y);
}

/// <summary>BlazeFace's six keypoints; left and right are those of the image when the face is upright.</summary>
/// <param name="LeftEye">The eye on the left of the image.</param>
/// <param name="RightEye">The eye on the right of the image.</param>
/// <param name="Nose">The tip of the nose.</param>
/// <param name="Mouth">The centre of the mouth.</param>
/// <param name="LeftEar">The ear on the left of the image.</param>
/// <param name="RightEar">The ear on the right of the image.</param>
public sealed record Keypoints(Point LeftEye, Point RightEye, Point Nose, Point Mouth, Point LeftEar, Point RightEar)
{
    /// <summary>The number of keypoints.</summary>
    public const int Count = 6;

    /// <summary>All six, in the order of the model's output.</summary>
    public IReadOnlyList<Point> All => [LeftEye, RightEye, Nose, Mouth, LeftEar, RightEar];

    /// <summary>Keypoints in the order of the model's output.</summary>
    public static Keypoints From(ReadOnlySpan<Point> points) =>
        new(points[0], points[1], points[2], points[3], points[4], points[5]);
}

/// <summary>A detected face.</summary>
/// <param name="Box">Its bounding box in the photo's pixels: forehead to chin.</param>
/// <param name="Keypoints">In the photo's pixels.</param>
/// <param name="Confidence">The model's score, 0 to 1.</param>
public sealed record Detection(Box Box, Keypoints Keypoints, double Confidence);
