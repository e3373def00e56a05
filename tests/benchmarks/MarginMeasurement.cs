using EmoMusic.Serving;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.ML;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>
/// The loss of accuracy from a photo to the network's 48 × 48 pixels, for several settings of the face finder
/// and crop margins: faces of PublicTest in photos without people, compared with the bare faces of the same rows.
/// </summary>
internal static class MarginMeasurement
{
    private static readonly double[] Margins = [0.85, 0.9, 0.95, 1.0, 1.05, 1.1];

    public static void Run(string data, string backgrounds, int count, int seed)
    {
        using var app = Serving.Program.Create(["--urls", "http://127.0.0.1:0"], Paths.Serving);
        var pool = app.Services.GetRequiredService<PredictionEnginePool<FacePixels, EmotionScores>>();
        var random = new Random(seed);
        var photos = Directory.GetFiles(backgrounds, "no-face-*").Order().Select(SKBitmap.Decode).ToArray();
        var faces = FerFace.ReadPublicTest(data).OrderBy(_ => random.Next()).Take(count).ToArray();
        var scenes = Array.ConvertAll(
            faces, face => Scene.Compose(face, photos[random.Next(photos.Length)], random));
        var decoded = Array.ConvertAll(scenes, scene => Photo.Decode(scene.Jpeg).Grey);
        var bare = Array.ConvertAll(faces, face => Predict(pool, Array.ConvertAll(face.Pixels, grey => (float)grey)));

        Console.WriteLine($"{count} faces of PublicTest, 96–300 pixels wide, in photos of 640 × 480; seed {seed}");
        Console.WriteLine($"bare, all rows: {Share(faces.Select((face, i) => bare[i] == face.Label))}");
        Console.WriteLine("| neighbours | found | other boxes | bare, of these | "
            + string.Join(" | ", Margins.Select(margin => $"margin {margin:0.00}")) + " |");
        Console.WriteLine("|" + string.Concat(Enumerable.Repeat("---|", 4 + Margins.Length)));
        foreach (var neighbours in new[] { 3, 5, 7 })
        {
            var options = new DetectorOptions { Neighbours = neighbours };
            using var finder = new FaceFinder(Options.Create(options), NullLogger<FaceFinder>.Instance);
            var boxes = Array.ConvertAll(decoded, finder.Find);
            var found = Enumerable.Range(0, count)
                .Where(i => boxes[i].Count > 0 && Covers(boxes[i][0], scenes[i])).ToList();
            var others = boxes.Sum(each => each.Count) - found.Count;
            var cells = Margins.Select(margin => Share(found.Select(i =>
                Predict(pool, decoded[i].Sample(boxes[i][0].Square(margin), ModelContract.Side)) == faces[i].Label)));
            Console.WriteLine($"| {neighbours} | {100.0 * found.Count / count:0.0} % | {others} | "
                + $"{Share(found.Select(i => bare[i] == faces[i].Label))} | {string.Join(" | ", cells)} |");
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

    private static string Share(IEnumerable<bool> right)
    {
        var all = right.ToList();
        return $"{100.0 * all.Count(each => each) / all.Count:0.0} %";
    }
}
