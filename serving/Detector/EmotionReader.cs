using System.Diagnostics;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Detector;

/// <summary>From a photo to the emotion of each face in it.</summary>
internal sealed class EmotionReader(
    FaceFinder finder,
    EmotionModelLoader loader,
    PredictionEnginePool<FacePixels, EmotionScores> pool,
    IOptions<DetectorOptions> options,
    WarmUp warmUp)
{
    private const string NoFace =
        "No face was found. Look straight into the camera, in good light, and a little closer. "
        + "If the photo shows nothing but a face, send it with face=whole.";

    /// <summary>Reads the faces of a photo.</summary>
    /// <param name="file">A JPEG, PNG, WebP or BMP file.</param>
    /// <param name="way">Whether to look for faces, or to take the whole photo as one.</param>
    /// <exception cref="PhotoException">The file cannot be read.</exception>
    public EmotionsAnswer Read(ReadOnlySpan<byte> file, FaceWay way)
    {
        var clock = Stopwatch.StartNew();
        var photo = Photo.Decode(file);
        IReadOnlyList<Box> boxes = way == FaceWay.Whole ? [Box.Whole(photo.Grey)]
            : IsStrip(photo) ? [] : finder.Find(photo.Grey);

        var model = loader.Live.Hash;
        var faces = new List<Face>(boxes.Count);
        foreach (var box in boxes)
        {
            // A whole photo is stretched to the square, so that nothing of it is cut off or made up.
            var part = way == FaceWay.Whole ? box : box.Square(options.Value.Margin);
            var pixels = new FacePixels { Values = photo.Grey.Sample(part, ModelContract.Side) };
            var prediction = pool.Predict(pixels);
            faces.Add(Face.From(box.Scaled(photo.Scale), prediction.Scores, FaceCrop.ToDataUrl(pixels.Values)));
            model = prediction.Model;
        }

        DetectorMetrics.Count(faces, model, clock.Elapsed, warmUp.Done ? "visitor" : "warm-up");
        return new EmotionsAnswer(
            new PhotoSize(photo.Width, photo.Height), faces, faces.Count == 0 ? NoFace : null, model,
            Math.Round(clock.Elapsed.TotalMilliseconds, 2));
    }

    // No face fits into it, and what is made smaller to be searched would have no width left.
    private static bool IsStrip(Photo photo) =>
        Math.Max(photo.Width, photo.Height) > 20 * Math.Min(photo.Width, photo.Height);
}
