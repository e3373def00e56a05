using System.Diagnostics;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Detector;

/// <summary>Detects the emotion of each face in a photo.</summary>
internal sealed class EmotionDetector(
    FaceFinder finder,
    EmotionModelLoader loader,
    PredictionEnginePool<FacePixels, EmotionScores> pool,
    IOptions<DetectorOptions> options,
    WarmUp warmUp)
{
    private const string NoFace =
        "No face found. Look straight into the camera, in good light, and move a little closer. "
        + "If the photo shows just a face, send it with face=whole.";

    /// <summary>Detects the emotions in a photo.</summary>
    /// <param name="file">A JPEG, PNG, WebP or BMP file.</param>
    /// <param name="mode">Whether to find faces, or to treat the whole photo as one.</param>
    /// <exception cref="PhotoException">The file cannot be decoded.</exception>
    public EmotionsResponse Detect(ReadOnlySpan<byte> file, FaceMode mode)
    {
        var clock = Stopwatch.StartNew();
        var photo = Photo.Decode(file);
        IReadOnlyList<Box> boxes = mode == FaceMode.Whole ? [Box.Whole(photo.Grey)]
            : IsStrip(photo) ? [] : finder.Find(photo.Grey);

        var model = loader.Current.Hash;
        var faces = new List<Face>(boxes.Count);
        foreach (var box in boxes)
        {
            // A whole photo is stretched to a square, so that nothing is cropped or padded.
            var crop = mode == FaceMode.Whole ? box : box.Square(options.Value.Margin);
            var pixels = new FacePixels { Values = photo.Grey.Sample(crop, ModelContract.Side) };
            var prediction = pool.Predict(pixels);
            faces.Add(Face.From(box.Scaled(photo.Scale), prediction.Scores, FaceCrop.ToDataUrl(pixels.Values)));
            model = prediction.Model;
        }

        DetectorMetrics.Record(faces, model, clock.Elapsed, warmUp.IsDone ? "visitor" : "warm-up");
        return new EmotionsResponse(
            new PhotoSize(photo.Width, photo.Height), faces, faces.Count == 0 ? NoFace : null, model,
            Math.Round(clock.Elapsed.TotalMilliseconds, 2));
    }

    // No face fits into it, and the downscaled image would have no width left.
    private static bool IsStrip(Photo photo) =>
        Math.Max(photo.Width, photo.Height) > 20 * Math.Min(photo.Width, photo.Height);
}
