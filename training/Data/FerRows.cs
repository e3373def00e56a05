using System.Security.Cryptography;
using static TorchSharp.torch;

namespace EmoMusic.Training.Data;

/// <summary>The part of the 2013 challenge that a row belongs to.</summary>
public enum Usage : byte
{
    /// <summary>The file has no Usage column.</summary>
    Unknown,

    /// <summary>Training rows.</summary>
    Training,

    /// <summary>The challenge's public leaderboard; here the validation rows.</summary>
    PublicTest,

    /// <summary>The challenge's final test.</summary>
    PrivateTest,
}

/// <summary>Rows of the CSV, packed: 2,304 bytes of pixels, a label and a usage each.</summary>
public sealed class FerRows
{
    internal const string OrNone = ", or do without the votes: --votes none.";
    private const int RowsInBlock = 1024; // blocks do not need a second copy to grow, unlike one array

    private readonly List<byte[]> blocks = [];
    private readonly List<byte> labels = [];
    private readonly List<Usage> usages = [];
    private readonly List<int> positions = []; // in the file, skipped rows included
    private FerPlusVotes? votes;

    /// <summary>Number of rows.</summary>
    public int Count => labels.Count;

    /// <summary>Number of images of a single grey value.</summary>
    public int Blank { get; private set; }

    /// <summary>One sentence per skipped row.</summary>
    public List<string> Bad { get; } = [];

    /// <summary>The usage of each row.</summary>
    public IReadOnlyList<Usage> Usages => usages;

    /// <summary>The label of each row.</summary>
    public IReadOnlyList<byte> Labels => labels;

    /// <summary>Number of rows in the file, skipped ones included.</summary>
    public int RowsInFile { get; private set; }

    /// <summary>Counts a row of the file that is skipped.</summary>
    /// <param name="problem">One sentence.</param>
    public void Skip(string problem)
    {
        Bad.Add(problem);
        RowsInFile++;
    }

    /// <summary>Joins the annotators' votes, row by row.</summary>
    /// <exception cref="DatasetException">They are of other rows.</exception>
    public void Join(FerPlusVotes other, string source)
    {
        if (other.Count != RowsInFile)
        {
            throw new DatasetException(
                $"{other.Name}: found votes for {other.Count:n0} {(other.Count == 1 ? "row" : "rows")}, "
                + $"expected {RowsInFile:n0} as in {source}. Use both files whole, as they are published{OrNone}");
        }

        for (var row = 0; row < Count; row++)
        {
            var (position, usage) = (positions[row], usages[row]);
            var expected = usage == Usage.Unknown ? "none" : $"{usage}";
            if (other.UsageOf(position) != usage)
            {
                throw new DatasetException(
                    $"{other.Name}, line {position + 2}: found the usage {other.UsageOf(position)}, "
                    + $"expected {expected} as in the same row of {source}. "
                    + $"Use both files in their published order{OrNone}");
            }
        }

        votes = other;
    }

    /// <summary>Whether the annotators saw one of the seven emotions; true without votes.</summary>
    public bool HasEmotion(int row) => votes is null || votes.SharesOf(positions[row]).Any(share => share > 0);

    /// <summary>Buffer for the next row's pixels; <see cref="Add"/> commits it.</summary>
    public Span<byte> NextPixels()
    {
        if (Count == blocks.Count * RowsInBlock)
        {
            blocks.Add(new byte[RowsInBlock * LabelledImages.Size]);
        }

        return PlaceOf(Count);
    }

    /// <summary>Commits the pixels in <see cref="NextPixels"/> as a row.</summary>
    public void Add(byte label, Usage usage)
    {
        var pixels = PixelsOf(Count);
        if (!pixels.ContainsAnyExcept(pixels[0]))
        {
            Blank++;
        }

        labels.Add(label);
        usages.Add(usage);
        positions.Add(RowsInFile++);
    }

    /// <summary>SHA-256 over usage, label and pixels of every row in order, in lower-case hexadecimal.</summary>
    public string Sha256()
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        for (var row = 0; row < Count; row++)
        {
            hash.AppendData([(byte)usages[row], labels[row]]);
            hash.AppendData(PixelsOf(row));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    /// <summary>Copies rows into tensors, in the given order.</summary>
    public LabelledImages Select(IReadOnlyList<int> rows)
    {
        var pixels = empty([rows.Count, 1, LabelledImages.Side, LabelledImages.Side], uint8);
        var target = pixels.bytes;
        for (var i = 0; i < rows.Count; i++)
        {
            PixelsOf(rows[i]).CopyTo(target[(i * LabelledImages.Size)..]);
        }

        var shares = votes is null ? null
            : tensor(rows.SelectMany(row => votes.SharesOf(positions[row])).ToArray(), [rows.Count, Emotions.Count]);
        return new LabelledImages(pixels, tensor(rows.Select(row => (long)labels[row]).ToArray()), shares);
    }

    /// <summary>The 2,304 grey values of a row, in row-major order.</summary>
    public ReadOnlySpan<byte> PixelsOf(int row) => PlaceOf(row);

    private Span<byte> PlaceOf(int row) =>
        blocks[row / RowsInBlock].AsSpan(row % RowsInBlock * LabelledImages.Size, LabelledImages.Size);
}
