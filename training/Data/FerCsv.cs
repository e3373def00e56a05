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
        MaxRecordSize = 1 << 20, // a row has about 8,500 bytes; an unclosed quote must not swallow the file
    };

    private const string MendIt = "Mend the row, or leave such rows out with --skip-bad-rows.";

    private const string FetchIt =
        "It is the last row, so the file may be cut off: fetch it again, or leave the row out with --skip-bad-rows.";

    /// <summary>Reads every row of <paramref name="csv"/>.</summary>
    /// <param name="csv">The text of the file.</param>
    /// <param name="name">The file's name, for messages.</param>
    /// <param name="skipBadRows">Leave bad rows out and count them, instead of stopping at the first.</param>
    /// <exception cref="DatasetException">A bad header, a bad row, a damaged file, or no row at all.</exception>
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
                    $"{name}: found an empty file, expected the header emotion,pixels,Usage. Fetch the file again.");
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
                    throw new DatasetException($"{problem}. {(reader.Read() ? MendIt : FetchIt)}");
                }

                rows.Bad.Add(problem);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException or CsvFormatException)
        {
            var problem = $"{name}, after line {reader.LineNumber}: the file is cut off or damaged";
            if (!skipBadRows || rows.Count == 0)
            {
                throw new DatasetException($"{problem}. Fetch it again.", error);
            }

            rows.Bad.Add(problem);
        }

        return rows.Count > 0 ? rows : throw new DatasetException(
            $"{name}: found no usable row below the header, expected FER-2013's 28,709 or more. "
            + "Fetch the file again.");
    }
}
