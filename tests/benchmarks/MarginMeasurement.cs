using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>
/// What detection, alignment and crop cost in accuracy: faces of PublicTest, enlarged and turned, in photos without people,
/// beside the bare pixels of the same rows.
/// </summary>
internal static class MarginMeasurement
{
    private static readonly float[] Angles = [0, 15, 30];

    public static void Run(string data, string backgrounds, int count, int seed)
    {
        using var app = Serving.Program.Create(["--urls", "http://127.0.0.1:0"], Paths.Serving);
        var pool = app.Services.GetRequiredService<PredictionEnginePool<FacePixels, EmotionScores>>();
        var detector = app.Services.GetRequiredService<FaceDetector>();
        var random = new Random(seed);
        var photos = Directory.GetFiles(backgrounds, "no-face-*").Order().Select(SKBitmap.Decode).ToArray();
        var faces = FerFace.ReadPublicTest(data).OrderBy(_ => random.Next()).Take(count).ToArray();
        var bare = Array.ConvertAll(faces, face => Predict(pool, Array.ConvertAll(face.Pixels, grey => (float)grey)));

        Console.WriteLine($"{count} faces of PublicTest, 96–300 pixels wide, in photos of 640 × 480; seed {seed}");
        Console.WriteLine($"bare, all rows: {Share(faces.Select((face, i) => bare[i] == face.Label))}");
        Console.WriteLine("| turned by | found | other boxes | bare, of these | aligned crop | loss | answer of the bare pixels |");
        Console.WriteLine("|---|---|---|---|---|---|---|");
        foreach (var angle in Angles)
        {
            var found = new List<(bool Bare, bool Cropped, bool Same)>();
            var others = 0;
            for (var i = 0; i < count; i++)
            {
                var scene = Scene.Compose(faces[i], photos[random.Next(photos.Length)], random, angle);
                using var photo = Photo.Decode(scene.Jpeg);
                var detections = detector.Detect(photo.Pixels).Found;
                var hit = detections.FirstOrDefault(detection => Covers(detection.Box, scene));
                others += detections.Count - (hit is null ? 0 : 1);
                if (hit is not null)
                {
                    var cropped = Predict(pool, FaceAlignment.Crop(photo.Pixels, hit.Keypoints));
                    found.Add((bare[i] == faces[i].Label, cropped == faces[i].Label, cropped == bare[i]));
                }
            }

            var (before, after) = (Percent(found.Select(each => each.Bare)), Percent(found.Select(each => each.Cropped)));
            Console.WriteLine($"| {angle}° | {100.0 * found.Count / count:0.0} % | {others} | {before:0.0} % | {after:0.0} % | "
                + $"{before - after:0.0} | {Share(found.Select(each => each.Same))} |");
        }
    }

    // The face's centre is in the box, and the box has about its size.
    private static bool Covers(Box box, Scene scene) =>
        Math.Abs(box.X + (box.Width / 2) - scene.Face.MidX) < scene.Face.Width / 4.0
        && Math.Abs(box.Y + (box.Height / 2) - scene.Face.MidY) < scene.Face.Width / 4.0
        && box.Width > scene.Face.Width / 2.0 && box.Width < scene.Face.Width * 1.5;

    // The index of the highest score; the order is FER-2013's labels.
    private static int Predict(PredictionEnginePool<FacePixels, EmotionScores> pool, float[] pixels)
    {
        var scores = pool.Predict(new FacePixels { Values = pixels }).Scores;
        return Array.IndexOf(scores, scores.Max());
    }

    private static double Percent(IEnumerable<bool> right)
    {
        var all = right.ToList();
        return 100.0 * all.Count(each => each) / all.Count;
    }

    private static string Share(IEnumerable<bool> right) => $"{Percent(right):0.0} %";
}
