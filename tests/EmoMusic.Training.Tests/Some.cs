using System.Text;
using EmoMusic.Training.Data;

namespace EmoMusic.Training.Tests;

/// <summary>Values that do not matter.</summary>
internal static class Some
{
    /// <summary>A row's pixels, 2,304 numbers that differ from row to row.</summary>
    public static string Pixels(int row = 0) => string.Join(' ', Enumerable.Range(0, 2304).Select(i => (i + row) % 256));

    /// <summary>A CSV of FER-2013's official form, one row a label.</summary>
    public static string Csv(params (int Label, string Usage)[] rows) => "emotion,pixels,Usage\n"
        + string.Concat(rows.Select((row, i) => $"{row.Label},{Pixels(i)},{row.Usage}\n"));

    /// <summary>The same with seven rows to learn from and seven to be judged by.</summary>
    public static string SmallCsv() => Csv([.. from usage in (string[])["Training", "PublicTest"]
                                               from label in Enumerable.Range(0, 7)
                                               select (label, usage)]);

    /// <summary>A text as a stream.</summary>
    public static Stream Stream(string text) => new MemoryStream(Encoding.UTF8.GetBytes(text));

    /// <summary>The first faces of the drawn set, so that a training takes seconds.</summary>
    public static Dataset FewFaces(int training = 28, int validation = 14)
    {
        using var all = DrawnFaces.Draw(seed: 1);
        return all with { Training = First(all.Training, training), Validation = First(all.Validation, validation) };
    }

    private static LabelledImages First(LabelledImages images, int count) =>
        new(images.Pixels.narrow(0, 0, count).clone(), images.Labels.narrow(0, 0, count).clone());
}
