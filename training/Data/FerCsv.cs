using CsvHelper;

namespace EmoMusic.Training.Data;

/// <summary>
/// Reads the CSV of FER-2013 in its three layouts: <c>emotion,pixels,Usage</c>, <c>emotion, Usage, pixels</c> and
/// <c>emotion,pixels</c>.
/// </summary>
public static class FerCsv
{
    private static readonly CsvReaderOptions Layout = new()
    {
        Separator = ',',
        TrackLineNumbers = true,
        MaxRecordSize = 1 << 20, // a row has about 8,500 bytes; an unclosed quote must not read the whole file
    };

    private const string FixIt = "Fix the row, or skip bad rows with --skip-bad-rows.";

    private const string DownloadAgain =
        "It is the last row, so the file may be truncated: download it again, or skip bad rows with --skip-bad-rows.";

    /// <summary>Reads every row of <paramref name="csv"/>.</summary>
    /// <param name="csv">Content of the file.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="skipBadRows">Skip and count bad rows instead of stopping at the first.</param>
    /// <exception cref="DatasetException">A bad header, a bad row, a corrupt file, or no rows.</exception>
    public static FerRows Read(Stream csv, string name, bool skipBadRows = false)
    {
        using var reader = CsvReader.Create(csv, Layout, leaveOpen: true);
        var rows = new FerRows();
        try
        {
            reader.ReadHeader();
            if (reader.Headers.Count == 0)
            {
                throw new DatasetException(
                    $"{name}: found an empty file, expected the header emotion,pixels,Usage. "
                    + "Download the file again.");
            }

            var columns = FerColumns.Of(reader.Headers, name);
            while (reader.Read())
            {
                if (columns.ReadRow(reader, rows) is not { } problem)
                {
                    continue;
                }

                problem = $"{name}, line {reader.LineNumber}: {problem}";
                if (!skipBadRows)
                {
                    throw new DatasetException($"{problem}. {(reader.Read() ? FixIt : DownloadAgain)}");
                }

                rows.Skip(problem);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or CsvFormatException)
        {
            var problem = $"{name}, after line {reader.LineNumber}: the file is truncated or corrupt";
            if (!skipBadRows || rows.Count == 0)
            {
                throw new DatasetException($"{problem}. Download it again.", error);
            }

            rows.Bad.Add(problem);
        }

        return rows.Count > 0 ? rows : throw new DatasetException(
            $"{name}: found no usable rows, expected at least FER-2013's 28,709. "
            + "Download the file again.");
    }
}
