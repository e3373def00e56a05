using System.Diagnostics;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>Milliseconds of what a photo with one face cannot do without, one after the other on one thread.</summary>
/// <param name="Decode">The file into pixels.</param>
/// <param name="Back256">The larger face detector on the whole photo.</param>
/// <param name="Front128">The smaller one on the close-up.</param>
/// <param name="Emotion">The network, on pixels that are ready.</param>
internal sealed record BareParts(double Decode, double Back256, double Front128, double Emotion)
{
    private const int WarmUps = 40; // tiered compilation optimises a method after thirty calls

    public double Sum => Decode + Back256 + Front128 + Emotion;

    /// <summary>Measures them: the median over the photos.</summary>
    public static BareParts Measure(IReadOnlyList<byte[]> photos, BareSession emotion, int rounds)
    {
        using var back = FaceDetectorFiles.LoadBack(FaceDetectorFiles.DefaultFolder);
        using var front = FaceDetectorFiles.LoadFront(FaceDetectorFiles.DefaultFolder);
        var times = new List<BareParts>();
        for (var i = 0; i < WarmUps + (rounds * photos.Count); i++)
        {
            var clock = Stopwatch.StartNew();
            using var photo = Photo.Decode(photos[i % photos.Count]);
            var decode = clock.Elapsed;
            using var image = SKImage.FromPixels(photo.Pixels.PeekPixels());
            var faces = back.Detect(image, DetectorInput.Whole(image.Width, image.Height), .5);
            var detected = clock.Elapsed;
            front.Detect(image, DetectorInput.Around(faces[0].Box, 3), .65);
            var confirmed = clock.Elapsed;
            emotion.Run();
            times.Add(new(
                decode.TotalMilliseconds, (detected - decode).TotalMilliseconds, (confirmed - detected).TotalMilliseconds,
                (clock.Elapsed - confirmed).TotalMilliseconds));
        }

        double Median(Func<BareParts, double> part) => times.Skip(WarmUps).Select(part).Order().ElementAt((times.Count - WarmUps) / 2);
        return new(Median(each => each.Decode), Median(each => each.Back256), Median(each => each.Front128), Median(each => each.Emotion));
    }

    public override string ToString() => FormattableString.Invariant(
        $"{Sum:0.0} ms = decode {Decode:0.0} + back256 {Back256:0.0} + front128 {Front128:0.0} + emotion {Emotion:0.0}");
}
