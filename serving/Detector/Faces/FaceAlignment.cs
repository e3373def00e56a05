using System.Numerics;
using EmoMusic.Serving.Detector.Model;
using SkiaSharp;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>
/// The face's crop as FER-2013 has it: turned until the eyes are level, and scaled and placed by the keypoints. This is the one
/// place where its geometry is written; docs/faces.md tells where the numbers come from.
/// </summary>
public static class FaceAlignment
{
    // Where keypoints lie in a crop of side 1, real to the right, imaginary down.
    private static readonly Complex[] Template =
        [new(.319, .393), new(.681, .393), new(.500, .616), new(.500, .775)]; // left eye, right eye, nose, mouth

    private static readonly Complex TemplateMean = Mean(Template);

    private const double SideScale = 0.9; // about the crop's centre

    /// <summary>The square that a face's crop covers.</summary>
    /// <param name="keypoints">In the photo's pixels.</param>
    public static CropSquare Square(Keypoints keypoints)
    {
        ReadOnlySpan<Point> points = [keypoints.LeftEye, keypoints.RightEye, keypoints.Nose, keypoints.Mouth];
        Span<Complex> found = stackalloc Complex[points.Length];
        for (var i = 0; i < points.Length; i++)
        {
            found[i] = new(points[i].X, points[i].Y);
        }

        // The least-squares similarity from the template: photo = mean + scale × (template − its mean), in complex numbers.
        var mean = Mean(found);
        Complex numerator = 0;
        var denominator = 0.0;
        for (var i = 0; i < points.Length; i++)
        {
            var from = Template[i] - TemplateMean;
            numerator += Complex.Conjugate(from) * (found[i] - mean);
            denominator += (from.Real * from.Real) + (from.Imaginary * from.Imaginary);
        }

        var scale = numerator / denominator;
        var centre = mean + (scale * (new Complex(.5, .5) - TemplateMean));
        return new(new Point(centre.Real, centre.Imaginary), scale.Magnitude * SideScale, scale.Phase);
    }

    /// <summary>The network's input: 48 × 48 grey values 0–255 of a face.</summary>
    /// <param name="photo">RGBA.</param>
    /// <param name="keypoints">In the photo's pixels.</param>
    public static float[] Crop(SKBitmap photo, Keypoints keypoints) => Square(keypoints).Sample(photo, ModelContract.Side);

    private static Complex Mean(ReadOnlySpan<Complex> values)
    {
        Complex sum = 0;
        foreach (var value in values)
        {
            sum += value;
        }

        return sum / values.Length;
    }
}
