using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>
/// Detects faces with two BlazeFace models: the larger one proposes, the smaller one confirms each proposal in a close-up.
/// The thresholds were measured: docs/faces.md.
/// </summary>
public sealed class FaceDetector : IDisposable
{
    /// <summary>At most so many faces are returned, the largest.</summary>
    public const int MaxFaces = 100;

    private const double MinConfidence = 0.5;
    private const double MinConfirmation = 0.65;
    private const double CloseUp = 3; // sides of the box
    private const double Upright = 0.6; // below, the photo may lie on its side

    private const double SmallFace = 64; // pixels; the network's crop is somewhat larger than the box

    private const double TileSide = 0.4; // of the photo's longer side
    private const double TileStep = 0.35;
    private const double MinTileSide = 64; // pixels; smaller ones would only magnify what the whole photo showed
    private const double MinTileConfidence = 0.7;

    private readonly BlazeFace back;
    private readonly BlazeFace front;

    /// <exception cref="ModelException">A model file is missing or damaged.</exception>
    public FaceDetector(IOptions<DetectorOptions> options)
    {
        var folder = options.Value.FaceDetector ?? FaceDetectorFiles.DefaultFolder;
        back = FaceDetectorFiles.LoadBack(folder);
        front = FaceDetectorFiles.LoadFront(folder);
    }

    /// <summary>The model's name.</summary>
    public static string Name => "BlazeFace";

    /// <summary>Detects the faces in a photo.</summary>
    /// <param name="photo">In colour.</param>
    /// <param name="near">Where the face was a moment ago; it is looked for there first, and alone.</param>
    /// <returns>At most <see cref="MaxFaces"/>, largest first.</returns>
    public FaceDetections Detect(SKBitmap photo, Box? near = null)
    {
        using var image = SKImage.FromPixels(photo.PeekPixels());
        var faces = DetectOnce(image, near);
        if (faces.Found.Count == 0)
        {
            faces = Confirm(image, NonMaximumSuppression.Merge(Tiles(image.Width, image.Height)
                .SelectMany(tile => back.Detect(image, tile, MinTileConfidence))));
        }

        return Best(faces) >= Upright ? faces : TryQuarterTurns(image, faces);
    }

    /// <summary>The same at a glance, for a photo of reduced size.</summary>
    /// <returns>Null if there is no face, a small one, or an uncertain one: look again at full size.</returns>
    public FaceDetections? DetectClear(SKBitmap photo, Box? near = null)
    {
        using var image = SKImage.FromPixels(photo.PeekPixels());
        var faces = DetectOnce(image, near);
        return Best(faces) >= Upright && faces.Found.All(face => face.Box.Width >= SmallFace) ? faces : null;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        back.Dispose();
        front.Dispose();
    }

    private FaceDetections DetectOnce(SKImage image, Box? near) =>
        near is not null && FindNear(image, near) is { } found
            ? new([found], IsComplete: true)
            : Confirm(image, Propose(image, DetectorInput.Whole(image.Width, image.Height)));

    private static double Best(FaceDetections faces) =>
        faces.Found.Count == 0 ? 0 : faces.Found.Max(face => face.Confidence);

    private FaceDetections TryQuarterTurns(SKImage image, FaceDetections upright)
    {
        var best = upright;
        for (var turns = 1; turns <= 3; turns++)
        {
            var input = DetectorInput.Whole(image.Width, image.Height, turns);
            var faces = Confirm(image, Propose(image, input), turns);
            best = Best(faces) > Math.Max(Upright, Best(best)) ? faces : best;
        }

        return best;
    }

    private List<Detection> Propose(SKImage image, DetectorInput input) =>
        NonMaximumSuppression.Merge(back.Detect(image, input, MinConfidence));

    private FaceDetections Confirm(SKImage image, List<Detection> proposals, int quarterTurns = 0)
    {
        var confirmed = new List<Detection>();
        foreach (var proposal in proposals.OrderByDescending(each => each.Box.Width * each.Box.Height))
        {
            if (confirmed.Count == MaxFaces)
            {
                return new(confirmed, IsComplete: false);
            }

            // The close-up places the keypoints more exactly.
            if (FindInCloseUp(image, proposal.Box, quarterTurns) is { } closeUp)
            {
                confirmed.Add(proposal with { Keypoints = closeUp.Keypoints });
            }
        }

        return new(confirmed, IsComplete: true);
    }

    private Detection? FindNear(SKImage image, Box box)
    {
        var inPhoto = box.Width >= 1 && box.Height >= 1 && box.X < image.Width && box.Y < image.Height
            && box.X + box.Width > 0 && box.Y + box.Height > 0;
        return inPhoto ? FindInCloseUp(image, box, quarterTurns: 0) : null;
    }

    // The best detection whose centre lies in the box.
    private Detection? FindInCloseUp(SKImage image, Box box, int quarterTurns) =>
        NonMaximumSuppression.Merge(front.Detect(image, DetectorInput.Around(box, CloseUp, quarterTurns), MinConfirmation))
            .FirstOrDefault(face => box.Contains(face.Box.Centre));

    private static IEnumerable<DetectorInput> Tiles(int width, int height)
    {
        var longer = Math.Max(width, height);
        var side = longer * TileSide;
        if (side < MinTileSide)
        {
            yield break;
        }

        foreach (var y in Centres(height))
        {
            foreach (var x in Centres(width))
            {
                yield return new(new Point(x, y), side);
            }
        }

        IEnumerable<double> Centres(double size)
        {
            if (size <= side)
            {
                return [size / 2];
            }

            var steps = (int)Math.Ceiling(((size - side) / (longer * TileStep)) - 1e-9);
            return Enumerable.Range(0, steps + 1).Select(i => (side / 2) + ((size - side) * i / steps));
        }
    }
}

/// <summary>The faces in a photo.</summary>
/// <param name="Found">Largest first.</param>
/// <param name="IsComplete">Whether there are no more of them.</param>
public sealed record FaceDetections(IReadOnlyList<Detection> Found, bool IsComplete);
