using System.Globalization;
using System.Text;
using CsvHelper;

namespace EmoMusic.Training.Data;

/// <summary>Column indices of a FER-2013 CSV, and the parser of its rows.</summary>
public sealed class FerColumns
{
    private const byte Space = (byte)' ';
    private static readonly string[] Known = ["emotion", "pixels", "usage"];

    private readonly int count;
    private readonly int emotion;
    private readonly int pixels;
    private readonly int usage; // -1 where there is none

    private FerColumns(string[] names)
    {
        count = names.Length;
        emotion = Array.IndexOf(names, "emotion");
        pixels = Array.IndexOf(names, "pixels");
        usage = Array.IndexOf(names, "usage");
    }

    /// <summary>Parses a header, ignoring case and surrounding spaces.</summary>
    /// <exception cref="DatasetException">A column is missing, unknown or duplicated.</exception>
    public static FerColumns Of(IReadOnlyList<string> header, string name)
    {
        var names = header.Select(column => column.Trim().ToLowerInvariant()).ToArray();
        var good = names.Contains("emotion") && names.Contains("pixels")
            && names.All(Known.Contains) && names.Distinct().Count() == names.Length;
        if (good)
        {
            return new FerColumns(names);
        }

        var found = Printable.Shorten(string.Join(",", header.Select(column => Shorten(column.Trim()))), 120);
        var hint = names is ["pixels"] ? "This is the challenge's test.csv, which has no labels; use train.csv."
            : "Use FER-2013's fer2013.csv, icml_face_data.csv or train.csv.";
        throw new DatasetException(
            $"{name}, line 1: found the columns {found}, expected emotion,pixels and optionally Usage. {hint}");
    }

    /// <summary>Parses the reader's current row and adds it to <paramref name="rows"/>, unless it is bad.</summary>
    /// <returns>Null, or the problem: found and expected.</returns>
    public string? ReadRow(CsvReader reader, FerRows rows)
    {
        if (reader.FieldCount != count)
        {
            return $"found {reader.FieldCount} columns, expected {count}";
        }

        var label = reader.GetSpan(emotion).Trim(Space);
        if (label.Length != 1 || label[0] < '0' || label[0] >= '0' + Emotions.Count)
        {
            return $"found the label '{Quote(label)}', expected 0 to {Emotions.Count - 1}";
        }

        var part = Usage.Unknown;
        if (usage >= 0 && (part = UsageOf(reader.GetSpan(usage).Trim(Space))) == Usage.Unknown)
        {
            return $"found the usage '{Quote(reader.GetSpan(usage))}', expected Training, PublicTest or PrivateTest";
        }

        var problem = ReadPixels(reader.GetSpan(pixels), rows.NextPixels());
        if (problem is null)
        {
            rows.Add((byte)(label[0] - '0'), part);
        }

        return problem;
    }

    private static Usage UsageOf(ReadOnlySpan<byte> text) =>
        text.SequenceEqual("Training"u8) ? Usage.Training
        : text.SequenceEqual("PublicTest"u8) ? Usage.PublicTest
        : text.SequenceEqual("PrivateTest"u8) ? Usage.PrivateTest
        : Usage.Unknown;

    // The hot loop: 83 million numbers. Anything but digits between single spaces goes to the slow path for diagnosis.
    private static string? ReadPixels(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var at = 0;
        for (var i = 0; i < target.Length; i++)
        {
            var value = 0;
            var start = at;
            for (uint digit; at < text.Length && (digit = (uint)(text[at] - '0')) < 10; at++)
            {
                value = (value * 10) + (int)digit;
            }

            var ends = i == target.Length - 1 ? at == text.Length : at < text.Length && text[at] == Space;
            if (!ends || value > 255 || at - start is 0 or > 3)
            {
                return ReadPixelsSlowly(text, target);
            }

            target[i] = (byte)value;
            at++;
        }

        return null;
    }

    private static string? ReadPixelsSlowly(ReadOnlySpan<byte> text, Span<byte> target)
    {
        var numbers = Encoding.UTF8.GetString(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        if (numbers.Length != target.Length)
        {
            return $"found {numbers.Length} pixels, expected {target.Length}";
        }

        for (var i = 0; i < numbers.Length; i++)
        {
            if (numbers[i].Contains('\0', StringComparison.Ordinal) // which .NET passes over at the end of a number
                || !byte.TryParse(numbers[i], NumberStyles.None, CultureInfo.InvariantCulture, out target[i]))
            {
                return $"found '{Shorten(numbers[i])}' as pixel {i + 1}, expected a number from 0 to 255";
            }
        }

        return null;
    }

    private static string Quote(ReadOnlySpan<byte> text) => Shorten(Encoding.UTF8.GetString(text.Trim(Space)));

    private static string Shorten(string text) => Printable.Shorten(text, 40);
}
