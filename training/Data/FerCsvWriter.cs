using System.Globalization;

namespace EmoMusic.Training.Data;

/// <summary>Writes FER-2013's CSV format.</summary>
public static class FerCsvWriter
{
    private static readonly string[] Numbers =
        [.. Enumerable.Range(0, 256).Select(value => value.ToString(CultureInfo.InvariantCulture))];

    /// <summary>Writes the header.</summary>
    public static void WriteHeader(TextWriter csv, bool withUsage) =>
        csv.Write(withUsage ? "emotion,pixels,Usage\n" : "emotion,pixels\n");

    /// <summary>Writes a row.</summary>
    /// <param name="csv">Where to.</param>
    /// <param name="label">An index into <see cref="Emotions.Names"/>.</param>
    /// <param name="pixels">2,304 grey values, row by row.</param>
    /// <param name="usage">Omitted if unknown.</param>
    public static void WriteRow(TextWriter csv, byte label, ReadOnlySpan<byte> pixels, Usage usage)
    {
        csv.Write(Numbers[label]);
        for (var i = 0; i < pixels.Length; i++)
        {
            csv.Write(i == 0 ? ',' : ' ');
            csv.Write(Numbers[pixels[i]]);
        }

        csv.Write(usage == Usage.Unknown ? "\n" : $",{usage}\n");
    }

    /// <summary>Writes all rows, with a Usage column if it is known.</summary>
    public static void Write(TextWriter csv, FerRows rows)
    {
        WriteHeader(csv, withUsage: rows.Usages[0] != Usage.Unknown);
        for (var row = 0; row < rows.Count; row++)
        {
            WriteRow(csv, rows.Labels[row], rows.PixelsOf(row), rows.Usages[row]);
        }
    }
}
