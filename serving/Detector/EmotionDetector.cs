using System.Diagnostics;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.ML;

namespace EmoMusic.Serving.Detector;

/// <summary>Detects the emotion of each face in a photo.</summary>
internal sealed class EmotionDetector(
    FaceDetector faceDetector,
    EmotionModelLoader loader,
    PredictionEnginePool<FacePixels, EmotionScores> pool,
    WarmUp warmUp)
{
    private const string NoFace =
        "No face found. Look straight into the camera, in good light, and move a little closer. "
        + "If the photo shows just a face, send it with face=whole.";

    private static readonly string TooMany =
        $"The photo has more faces than the {FaceDetector.MaxFaces} largest, which were read.";

    /// <summary>Detects the emotions in a photo.</summary>
    /// <param name="file">A JPEG, PNG, WebP or BMP file.</param>
    /// <param name="mode">Whether to detect faces, or to treat the whole photo as one.</param>
    /// <param name="near">Where the face was in the photo before this one, in its pixels; null to search the whole photo.</param>
    /// <exception cref="PhotoException">The file cannot be decoded.</exception>
    public EmotionsResponse Detect(ReadOnlySpan<byte> file, FaceMode mode, Box? near = null)
    {
        var clock = Stopwatch.StartNew();
        using var quick = Photo.DecodeQuickly(file);
        var looksTwice = mode == FaceMode.Auto && quick.IsQuick && !IsStrip(quick);
        var clear = looksTwice ? faceDetector.DetectClear(quick.Pixels, near?.Scaled(1 / quick.Scale)) : null;
        using var full = looksTwice && clear is null ? Photo.Decode(file) : null;
        var photo = full ?? quick;
        var (faces, isComplete) = mode == FaceMode.Whole ? ([DetectWhole(photo)], true)
            : Classify(photo, clear ?? Detect(photo, near));
        var model = faces.Count > 0 ? faces[^1].Model : loader.Current.Hash;
        List<Face> found = [.. faces.Select(face => face.Face)];
        DetectorMetrics.Record(found, model, clock.Elapsed, warmUp.IsDone ? "visitor" : "warm-up");
        return new EmotionsResponse(
            new PhotoSize(photo.Width, photo.Height), found, found.Count == 0 ? NoFace : null, isComplete ? null : TooMany, model,
            Math.Round(clock.Elapsed.TotalMilliseconds, 2));
    }

    private FaceDetections Detect(Photo photo, Box? near) => IsStrip(photo)
        ? new([], IsComplete: true) : faceDetector.Detect(photo.Pixels, near?.Scaled(1 / photo.Scale));

    private (List<(Face Face, string Model)> Faces, bool IsComplete) Classify(Photo photo, FaceDetections detections)
    {
        var faces = new List<(Face, string)>(detections.Found.Count);
        foreach (var detection in detections.Found)
        {
            var crop = FaceAlignment.Crop(photo.Pixels, detection.Keypoints);
            var box = detection.Box.Scaled(photo.Scale);
            var quality = FaceQuality.Of(crop, Math.Max(box.Width, box.Height), detection.Keypoints);
            faces.Add(Classify(box, detection.Confidence, quality, crop));
        }

        return (faces, detections.IsComplete);
    }

    // The photo is stretched to a square, so that nothing is cropped or padded.
    private (Face Face, string Model) DetectWhole(Photo photo)
    {
        var box = Box.Whole(photo.Grey);
        var crop = photo.Grey.Sample(box, ModelContract.Side);
        var quality = FaceQuality.Of(crop, Math.Min(photo.Width, photo.Height), keypoints: null);
        return Classify(box.Scaled(photo.Scale), null, quality, crop);
    }

    private (Face Face, string Model) Classify(Box box, double? detection, FaceQuality quality, float[] crop)
    {
        var prediction = pool.Predict(new FacePixels { Values = crop });
        return (Face.From(box, detection, quality, prediction.Scores, FaceCrop.ToDataUrl(crop)), prediction.Model);
    }

    // No face fits into it, and the downscaled image would have no width left.
    private static bool IsStrip(Photo photo) =>
        Math.Max(photo.Width, photo.Height) > 20 * Math.Min(photo.Width, photo.Height);
}
