using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using EmoMusic.Serving.Detector.Model;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.ML;

namespace EmoMusic.Benchmarks;

/// <summary>
/// What poor photos cost in accuracy, and how many faces are then called too poor to be read: faces of PublicTest, made
/// smaller, darker, blurred and covered.
/// </summary>
internal static class QualityMeasurement
{
    private const int Side = ModelContract.Side;

    private static readonly (string Name, double Size, Func<float[], float[]> Degrade)[] Degradations =
    [
        ("as they are", Side, face => face),
        .. new[] { 24, 20, 16, 14, 12, 8 }.Select(size => ($"{size} px", (double)size, Of(face => Resize(face, size)))),
        .. new[] { .25f, .15f, .1f, .05f }.Select(factor => (
            $"brightness × {factor:0.00}", (double)Side, Of(face => Array.ConvertAll(face, grey => MathF.Round(grey * factor))))),
        .. new[] { .03f, .05f, .07f, .1f }.Select(share => ($"blur of {share:0 %} of the face", (double)Side, Of(face => Blur(face, share * Side)))),
        ("mouth covered", Side, Of(face => Cover(face, 28..Side, 6..42))),
        ("eyes covered", Side, Of(face => Cover(face, 13..24, 4..44))),
    ];

    public static void Run(string data)
    {
        using var app = Serving.Program.Create(["--urls", "http://127.0.0.1:0"], Paths.Serving);
        var pool = app.Services.GetRequiredService<PredictionEnginePool<FacePixels, EmotionScores>>();
        var faces = FerFace.ReadPublicTest(data);
        var codes = new[] { "too-small", "too-dark", "too-blurred", "covered" };
        Console.WriteLine($"{faces.Count} faces of PublicTest");
        Console.WriteLine($"| faces | accuracy | unreadable | {string.Join(" | ", codes)} | brightness | sharpness | mouth detail |");
        Console.WriteLine("|---|---|---|---|---|---|---|---|---|---|");
        foreach (var (name, size, degrade) in Degradations)
        {
            var crops = faces.Select(face => (Pixels: degrade(Array.ConvertAll(face.Pixels, grey => (float)grey)), face.Label)).ToList();
            var qualities = crops.ConvertAll(crop => FaceQuality.Of(crop.Pixels, size, keypoints: null));
            var measures = crops.ConvertAll(crop => FaceMeasures.Of(crop.Pixels, keypoints: null));
            var right = crops.Count(crop => Predict(pool, crop.Pixels) == crop.Label);
            var flagged = codes.Select(code => Percent(
                qualities.Count(quality => quality.Problems.Any(problem => problem.Code == code)), crops.Count));
            Console.WriteLine($"| {name} | {Percent(right, crops.Count)} | {Percent(qualities.Count(quality => !quality.Readable), crops.Count)} | "
                + $"{string.Join(" | ", flagged)} | {Range(measures.Select(each => each.Brightness))} | "
                + $"{Range(measures.Select(each => each.Sharpness))} | {Range(measures.Select(each => each.MouthDetail))} |");
        }
    }

    private static Func<float[], float[]> Of(Func<float[], float[]> degrade) => degrade;

    private static float[] Resize(float[] face, int side)
    {
        var small = new GreyImage(Side, Side, ToBytes(face)).Sample(new Box(0, 0, Side, Side), side);
        return new GreyImage(side, side, ToBytes(small)).Sample(new Box(0, 0, side, side), Side);
    }

    private static float[] Blur(float[] face, float sigma)
    {
        var reach = (int)MathF.Ceiling(3 * sigma);
        var kernel = Enumerable.Range(-reach, (2 * reach) + 1).Select(i => MathF.Exp(-i * i / (2 * sigma * sigma))).ToArray();
        return Pass(Pass(face, 1), Side);

        float[] Pass(float[] from, int step) => [.. Enumerable.Range(0, Side * Side).Select(at =>
        {
            var (along, start) = (at / step % Side, at - (at / step % Side * step));
            var sum = kernel.Select((weight, i) => weight * from[start + (Math.Clamp(along + i - reach, 0, Side - 1) * step)]).Sum();
            return sum / kernel.Sum();
        })];
    }

    private static float[] Cover(float[] face, Range rows, Range columns)
    {
        float[] covered = [.. face];
        var (top, height) = rows.GetOffsetAndLength(Side);
        for (var y = top; y < top + height; y++)
        {
            covered.AsSpan(y * Side, Side)[columns].Fill(180);
        }

        return covered;
    }

    private static byte[] ToBytes(float[] values) => Array.ConvertAll(values, value => (byte)Math.Clamp(Math.Round(value), 0, 255));

    // An index into the scores, whose order is FER-2013's own numbering of the emotions.
    private static int Predict(PredictionEnginePool<FacePixels, EmotionScores> pool, float[] pixels)
    {
        var scores = pool.Predict(new FacePixels { Values = pixels }).Scores;
        return Array.IndexOf(scores, scores.Max());
    }

    private static string Percent(int part, int all) => $"{100.0 * part / all:0.0} %";

    // The first percentile, the median, and the ninety-ninth percentile.
    private static string Range(IEnumerable<double> values)
    {
        var sorted = values.Order().ToList();
        return $"{sorted[sorted.Count / 100]:0.000} · {sorted[sorted.Count / 2]:0.000} · {sorted[^(sorted.Count / 100)]:0.000}";
    }
}
