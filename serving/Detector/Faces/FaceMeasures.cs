using EmoMusic.Serving.Detector.Model;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>Simple measures of a face's crop and keypoints.</summary>
/// <param name="Brightness">The mean grey value, 0–255.</param>
/// <param name="Contrast">The standard deviation of the grey values.</param>
/// <param name="Sharpness">The variance of the Laplacian, relative to that of the grey values.</param>
/// <param name="Yaw">How far the nose lies from the middle of the eyes, along their line, in eye distances; 0 is frontal.</param>
/// <param name="MouthDetail">The contrast around the mouth, relative to that around the eyes.</param>
internal readonly record struct FaceMeasures(
    double Brightness, double Contrast, double Sharpness, double Yaw, double MouthDetail)
{
    private const int Side = ModelContract.Side;

    // Parts of an aligned crop.
    private static readonly (Range Rows, Range Columns) Eyes = (14..23, 9..39);
    private static readonly (Range Rows, Range Columns) Mouth = (36..44, 17..31);

    public static FaceMeasures Of(ReadOnlySpan<float> crop, Keypoints? keypoints)
    {
        var (mean, deviation) = MeanAndDeviation(crop);
        var variance = Math.Max(deviation * deviation, 1);
        return new(
            mean, deviation, LaplacianVariance(crop) / variance, keypoints is null ? 0 : YawOf(keypoints),
            Detail(crop, Mouth) / Math.Max(Detail(crop, Eyes), 1));
    }

    private static double YawOf(Keypoints keypoints)
    {
        var (left, right, nose) = (keypoints.LeftEye, keypoints.RightEye, keypoints.Nose);
        var (x, y) = (right.X - left.X, right.Y - left.Y);
        var (noseX, noseY) = (nose.X - ((left.X + right.X) / 2), nose.Y - ((left.Y + right.Y) / 2));
        return Math.Abs((noseX * x) + (noseY * y)) / Math.Max((x * x) + (y * y), 1e-9);
    }

    private static double LaplacianVariance(ReadOnlySpan<float> crop)
    {
        var values = new float[(Side - 2) * (Side - 2)];
        for (var i = 0; i < values.Length; i++)
        {
            var at = (((i / (Side - 2)) + 1) * Side) + (i % (Side - 2)) + 1;
            values[i] = crop[at - 1] + crop[at + 1] + crop[at - Side] + crop[at + Side] - (4 * crop[at]);
        }

        var (_, deviation) = MeanAndDeviation(values);
        return deviation * deviation;
    }

    private static double Detail(ReadOnlySpan<float> crop, (Range Rows, Range Columns) part)
    {
        var (row, rows) = part.Rows.GetOffsetAndLength(Side);
        var values = new List<float>();
        for (var y = row; y < row + rows; y++)
        {
            values.AddRange(crop.Slice(y * Side, Side)[part.Columns]);
        }

        return MeanAndDeviation(System.Runtime.InteropServices.CollectionsMarshal.AsSpan(values)).Deviation;
    }

    private static (double Mean, double Deviation) MeanAndDeviation(ReadOnlySpan<float> values)
    {
        var (sum, squares) = (0.0, 0.0);
        foreach (var value in values)
        {
            sum += value;
            squares += (double)value * value;
        }

        var mean = sum / values.Length;
        return (mean, Math.Sqrt(Math.Max(0, (squares / values.Length) - (mean * mean))));
    }
}
