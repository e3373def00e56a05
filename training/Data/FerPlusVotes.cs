using System.Globalization;
using System.IO.Compression;

namespace EmoMusic.Training.Data;

/// <summary>
/// The votes of FER+: ten annotators labelled each image of FER-2013 again. Its rows are those of <c>fer2013.csv</c>, in order.
/// Source: Barsoum, Zhang, Canton Ferrer and Zhang, "Training Deep Networks for Facial Expression Recognition with
/// Crowd-Sourced Label Distribution" (ICMI 2016), <c>fer2013new.csv</c>.
/// </summary>
public sealed class FerPlusVotes
{
    /// <summary>The name under which FER+ publishes its file.</summary>
    public const string FileName = "fer2013new.csv";

    private const int Others = 3; // contempt, unknown, NF (not a face): after the seven emotions

    private static readonly string[] Header =
        ["Usage", "Image name", "neutral", "happiness", "surprise", "sadness", "anger", "disgust", "fear", "contempt", "unknown", "NF"];

    // The vote column of each emotion in Emotions.Names.
    private static readonly int[] Column = [4, 5, 6, 1, 3, 2, 0];

    private readonly List<(Usage Usage, float[] Shares)> rows = [];

    private FerPlusVotes(string name) => Name = name;

    /// <summary>The file's name, for messages.</summary>
    public string Name { get; }

    /// <summary>How many rows there are.</summary>
    public int Count => rows.Count;

    /// <summary>The part of the challenge that a row is of.</summary>
    public Usage UsageOf(int row) => rows[row].Usage;

    /// <summary>
    /// float [7] in the order of <see cref="Emotions.Names"/>: each emotion's share of the votes, single votes dropped. The rest
    /// to 1 went to contempt, unknown or not-a-face. All 0 if one of those has the most votes, or no vote is left.
    /// </summary>
    public IReadOnlyList<float> SharesOf(int row) => rows[row].Shares;

    /// <summary>
    /// The votes beside the data: a file <see cref="FileName"/> in its zip, in its folder, or in the folder given as data; null
    /// if there is none.
    /// </summary>
    /// <param name="data">Path of the data, a file or a folder.</param>
    public static string? FindBeside(string data)
    {
        var file = Directory.Exists(data) ? FerFile.FindIn(data) : data;
        if (file is not null && EntryIn(file) is not null)
        {
            return file;
        }

        string?[] folders = [Path.GetDirectoryName(file), data];
        return folders.OfType<string>().Select(folder => Path.Combine(folder, FileName)).FirstOrDefault(File.Exists);
    }

    /// <summary>Reads the votes from a file, from the zip that has it, or from the folder that has it.</summary>
    /// <exception cref="DatasetException">There is no such file, it is no FER+ file, or a row is bad.</exception>
    public static FerPlusVotes Open(string path)
    {
        var file = Directory.Exists(path) ? Path.Combine(path, FileName) : path;
        if (!File.Exists(file))
        {
            throw new DatasetException($"{file}: no such file, expected FER+'s {FileName}. Pass its path with --votes.");
        }

        if (EntryIn(file) is { } entry)
        {
            using var zip = ZipFile.OpenRead(file);
            using var inside = zip.GetEntry(entry)!.Open();
            return Read(inside, $"{Path.GetFileName(file)}:{Printable.Text(entry)}");
        }

        using var csv = File.OpenRead(file);
        return Read(csv, Path.GetFileName(file));
    }

    /// <summary>Reads the votes from text.</summary>
    /// <exception cref="DatasetException">It is no FER+ file, or a row is bad.</exception>
    public static FerPlusVotes Read(Stream csv, string name)
    {
        var votes = new FerPlusVotes(name);
        using var reader = new StreamReader(csv, leaveOpen: true);
        var header = ReadLine(reader, $"{name}, line 1")?.TrimStart('\uFEFF').Split(',').Select(column => column.Trim()).ToArray() ?? [];
        if (!header.SequenceEqual(Header, StringComparer.OrdinalIgnoreCase))
        {
            var found = header is [] or [""] ? "an empty line"
                : $"the columns {Printable.Shorten(string.Join(",", header), 80)}";
            throw new DatasetException($"{name}, line 1: found {found}, "
                + $"expected {string.Join(",", Header)}. Use {FileName} as FER+ publishes it.");
        }

        for (var line = 2; ReadLine(reader, $"{name}, line {line}") is { } text; line++)
        {
            if (text.Length == 0 && string.IsNullOrWhiteSpace(reader.ReadToEnd()))
            {
                break; // empty lines at the end
            }

            votes.rows.Add(Parse(text, $"{name}, line {line}"));
        }

        return votes;
    }

    private static string? EntryIn(string file)
    {
        if (new FileInfo(file) is not { Exists: true, Length: > 0 }) // a pipe can be read only once
        {
            return null;
        }

        try
        {
            using var zip = ZipFile.OpenRead(file);
            return zip.Entries.FirstOrDefault(entry => entry.Name == FileName)?.FullName;
        }
        catch (Exception error) when (error is InvalidDataException or IOException or UnauthorizedAccessException)
        {
            return null; // not a zip
        }
    }

    private static string? ReadLine(StreamReader reader, string where)
    {
        try
        {
            return reader.ReadLine();
        }
        catch (InvalidDataException error)
        {
            throw new DatasetException($"{where}: the file is truncated or corrupt. Download it again.", error);
        }
    }

    private static (Usage Usage, float[] Shares) Parse(string text, string where)
    {
        var fields = text.Split(',');
        if (fields.Length != Header.Length)
        {
            throw new DatasetException($"{where}: found {fields.Length} columns, expected {Header.Length}. Download the file again.");
        }

        if (!Enum.TryParse<Usage>(fields[0], out var usage) || usage == Usage.Unknown || !char.IsLetter(fields[0][0]))
        {
            throw new DatasetException($"{where}: found the usage '{Printable.Shorten(fields[0], 40)}', expected Training, PublicTest or PrivateTest. "
                + "Download the file again.");
        }

        var counts = new int[Column.Length + Others];
        for (var i = 0; i < counts.Length; i++)
        {
            var field = fields[i + 2];
            if (!int.TryParse(field, NumberStyles.None, CultureInfo.InvariantCulture, out counts[i]) || counts[i] > 1000)
            {
                throw new DatasetException($"{where}: found '{Printable.Shorten(field, 40)}' votes for {Header[i + 2]}, expected a whole number of 0 or more. "
                    + "Download the file again.");
            }
        }

        return counts.Sum() > 0 ? (usage, Shares(counts)) : throw new DatasetException(
            $"{where}: found no votes, expected ten. Download the file again.");
    }

    private static float[] Shares(int[] counts)
    {
        var kept = Array.ConvertAll(counts, count => count > 1 ? count : 0);
        var (total, highest) = (kept.Sum(), kept[..Column.Length].Max());
        return highest == 0 || kept[Column.Length..].Max() > highest
            ? new float[Column.Length]
            : Array.ConvertAll(Column, column => (float)kept[column] / total);
    }
}
