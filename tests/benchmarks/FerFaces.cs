using System.IO.Compression;

namespace EmoMusic.Benchmarks;

/// <summary>A face of FER-2013: 48 × 48 grey values, and its label index.</summary>
internal sealed record FerFace(byte[] Pixels, int Label)
{
    private const string Votes = "fer2013new.csv";

    // The columns of FER+'s votes in the order of FER-2013's labels: angry, disgust, fear, happy, sad, surprise, neutral.
    private static readonly int[] VoteColumns = [6, 7, 8, 3, 5, 4, 2];

    /// <summary>
    /// Reads the rows of PublicTest from <c>fer2013.csv</c> or <c>.csv.gz</c> (emotion,pixels,Usage). With FER+'s votes
    /// beside the file, those in which one emotion has more than half of the votes, with that label.
    /// </summary>
    public static IReadOnlyList<FerFace> ReadPublicTest(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var votes = Path.Combine(Path.GetDirectoryName(path)!, Votes);
        var majority = File.Exists(votes) ? File.ReadLines(votes).Select(Majority).ToArray() : null;
        var faces = new List<FerFace>();
        for (var row = 0; reader.ReadLine() is { } line; row++) // row 0 is the header of both files
        {
            if (line.EndsWith(",PublicTest", StringComparison.Ordinal))
            {
                var fields = line.Split(',');
                var label = majority is null ? int.Parse(fields[0]) : majority[row];
                if (label >= 0)
                {
                    faces.Add(new(Array.ConvertAll(fields[1].Trim('"').Split(' '), byte.Parse), label));
                }
            }
        }

        return faces;
    }

    // The label with more than half of the votes, single ones dropped; −1 without one.
    private static int Majority(string line)
    {
        var votes = line.Split(',').Select(field => int.TryParse(field, out var count) && count > 1 ? count : 0).ToArray();
        return Array.FindIndex(VoteColumns, column => 2 * votes[column] > votes[2..].Sum());
    }
}
