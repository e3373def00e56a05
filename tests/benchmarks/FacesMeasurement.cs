using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using EmoMusic.TestKit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;
using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>Found rates in altered photos, whether the emotion stays that of the upright photo, and how crops are sampled.</summary>
internal static class FacesMeasurement
{
    private static readonly (string Name, SKSamplingOptions Options)[] Samplings =
    [
        ("bilinear", new(SKFilterMode.Linear)),
        ("bilinear, nearest mipmap", new(SKFilterMode.Linear, SKMipmapMode.Nearest)),
        ("trilinear", new(SKFilterMode.Linear, SKMipmapMode.Linear)),
        ("Mitchell", new(SKCubicResampler.Mitchell)),
    ];

    public static void Run(string folder, int count)
    {
        using var app = Serving.Program.Create(["--urls", "http://127.0.0.1:0"], Paths.Serving);
        var pool = app.Services.GetRequiredService<PredictionEnginePool<FacePixels, EmotionScores>>();
        var detector = app.Services.GetRequiredService<FaceDetector>();
        using var photos = new AlteredPhotos(folder);
        Console.WriteLine($"{count} photos of 640 × 480 an alteration, made of three faces in two photos");
        Console.WriteLine("| alteration | found | other boxes | unreadable | emotion of the upright photo |");
        Console.WriteLine("|---|---|---|---|---|");
        foreach (var alteration in Alteration.All)
        {
            var (found, others, unreadable, same) = (0, 0, 0, 0);
            for (var seed = 0; seed < count; seed++)
            {
                var upright = Find(photos.Compose(Alteration.All[0] with { Size = alteration.Size }, seed));
                var altered = Find(photos.Compose(alteration, seed));
                others += altered.Others;
                found += altered.Crop is null ? 0 : 1;
                unreadable += altered.IsReadable ? 0 : 1;
                same += altered.Crop is not null && upright.Crop is not null && Predict(altered.Crop) == Predict(upright.Crop) ? 1 : 0;
            }

            Console.WriteLine($"| {alteration.Name} | {100.0 * found / count:0} % | {others} | {100.0 * unreadable / Math.Max(found, 1):0} % | "
                + $"{100.0 * same / Math.Max(found, 1):0} % |");
        }

        CompareSampling(detector, photos, count);

        (float[]? Crop, int Others, bool IsReadable) Find(AlteredPhoto altered)
        {
            using var photo = Photo.Decode(altered.Jpeg);
            var faces = detector.Detect(photo.Pixels).Found;
            var hit = faces.FirstOrDefault(face => altered.IsFoundAt(face.Box.X, face.Box.Y, face.Box.Width, face.Box.Height));
            if (hit is null)
            {
                return (null, faces.Count, true);
            }

            var crop = FaceAlignment.Crop(photo.Pixels, hit.Keypoints);
            return (crop, faces.Count - 1, FaceQuality.Of(crop, hit.Box.Width, hit.Keypoints).Readable);
        }

        int Predict(float[] crop)
        {
            var scores = pool.Predict(new FacePixels { Values = crop }).Scores;
            return Array.IndexOf(scores, scores.Max());
        }
    }

    // The crop's own area-weighted filter beside SkiaSharp's resampling of the same square.
    private static void CompareSampling(FaceDetector detector, AlteredPhotos photos, int count)
    {
        Console.WriteLine();
        Console.WriteLine("| sampling by SkiaSharp | mean difference of a crop's grey values | most |");
        Console.WriteLine("|---|---|---|");
        var differences = Samplings.ToDictionary(sampling => sampling.Name, _ => new List<double>());
        for (var seed = 0; seed < count; seed++)
        {
            using var photo = Photo.Decode(photos.Compose(Alteration.All[seed % 4], seed).Jpeg);
            foreach (var face in detector.Detect(photo.Pixels).Found)
            {
                var square = FaceAlignment.Square(face.Keypoints);
                var own = square.Sample(photo.Pixels, ModelContract.Side);
                foreach (var (name, options) in Samplings)
                {
                    differences[name].Add(own.Zip(BySkia(photo.Pixels, square, options), (a, b) => Math.Abs(a - b)).Average());
                }
            }
        }

        foreach (var (name, values) in differences)
        {
            Console.WriteLine($"| {name} | {values.Average():0.00} | {values.Max():0.00} |");
        }
    }

    private static float[] BySkia(SKBitmap photo, CropSquare square, SKSamplingOptions options)
    {
        using var image = SKImage.FromPixels(photo.PeekPixels());
        using var crop = new SKBitmap(new SKImageInfo(ModelContract.Side, ModelContract.Side, SKColorType.Rgba8888, SKAlphaType.Opaque));
        using var canvas = new SKCanvas(crop);
        canvas.Translate(ModelContract.Side / 2f, ModelContract.Side / 2f);
        canvas.Scale((float)(ModelContract.Side / square.Side));
        canvas.RotateRadians((float)-square.Angle);
        canvas.DrawImage(image, (float)-square.Centre.X, (float)-square.Centre.Y, options);
        return Array.ConvertAll(GreyImage.FromRgba(crop).Pixels, grey => (float)grey);
    }
}
