using System.Text;
using EmoMusic.Training.Data;
using EmoMusic.Training.Evaluation;
using static TorchSharp.torch;

namespace EmoMusic.Training.Tests;

/// <summary>Arbitrary values.</summary>
internal static class Samples
{
    /// <summary>2,304 pixels, which depend on the row.</summary>
    public static string Pixels(int row = 0) =>
        string.Join(' ', Enumerable.Range(0, 2304).Select(i => (i + row) % 256));

    /// <summary>A CSV in FER-2013's official format, one row per label.</summary>
    public static string Csv(params (int Label, string Usage)[] rows) => "emotion,pixels,Usage\n"
        + string.Concat(rows.Select((row, i) => $"{row.Label},{Pixels(i)},{row.Usage}\n"));

    /// <summary>The same with seven training and seven validation rows.</summary>
    public static string SmallCsv() => Csv([.. from usage in (string[])["Training", "PublicTest"]
                                               from label in Enumerable.Range(0, 7)
                                               select (label, usage)]);

    /// <summary>A text as a stream.</summary>
    public static Stream Stream(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    /// <summary>The first synthetic faces, so that training takes seconds.</summary>
    public static Dataset FewFaces(int training = 28, int validation = 14)
    {
        using var all = SyntheticFaces.Create(seed: 1);
        return all with { Training = First(all.Training, training), Validation = First(all.Validation, validation) };
    }

    private static LabelledImages First(LabelledImages images, int count) =>
        new(images.Pixels.narrow(0, 0, count).clone(), images.Labels.narrow(0, 0, count).clone());

    /// <summary>Random pixels and labels, reproducible by seed.</summary>
    public static LabelledImages Images(int count, int seed = 1)
    {
        var random = new Random(seed);
        var pixels = new byte[count * LabelledImages.Size];
        random.NextBytes(pixels);
        var labels = Enumerable.Range(0, count).Select(_ => (long)random.Next(Emotions.Count)).ToArray();
        long[] shape = [count, 1, LabelledImages.Side, LabelledImages.Side];
        return new LabelledImages(tensor(pixels, shape, uint8), tensor(labels));
    }

    /// <summary>float [count, 7], each row sums to 1.</summary>
    public static float[] Probabilities(int count, int seed = 1)
    {
        var random = new Random(seed);
        var rows = Enumerable.Range(0, count).Select(_ =>
        {
            var scores = Emotions.Names.Select(_ => MathF.Exp(3 * random.NextSingle())).ToArray();
            return scores.Select(score => score / scores.Sum());
        });
        return [.. rows.SelectMany(row => row)];
    }

    /// <summary>Metrics of random probabilities.</summary>
    public static Metrics Metrics(int count, int seed = 1) => EmoMusic.Training.Evaluation.Metrics.Of(
        Probabilities(count, seed),
        [.. Enumerable.Range(0, count).Select(row => row % Emotions.Count)],
        Emotions.Names);
}
