using System.Security.Cryptography;
using static TorchSharp.torch;

namespace EmoMusic.Training.Data;

/// <summary>The part of the 2013 challenge that a row is of; <see cref="Unknown"/> where no column says.</summary>
public enum Usage : byte
{
    /// <summary>The file has no Usage column.</summary>
    Unknown,

    /// <summary>To learn from.</summary>
    Training,

    /// <summary>The challenge's public leaderboard; here it chooses the best epoch.</summary>
    PublicTest,

    /// <summary>The challenge's final exam.</summary>
    PrivateTest,
}

/// <summary>Rows as they come from the file, packed: 2,304 bytes of pixels, a label and a usage each.</summary>
public sealed class FerRows
{
    private const int RowsInBlock = 1024; // blocks instead of one array that doubles: no second copy while growing

    private readonly List<byte[]> blocks = [];
    private readonly List<byte> labels = [];
    private readonly List<Usage> usages = [];

    /// <summary>How many rows there are.</summary>
    public int Count => labels.Count;

    /// <summary>Rows whose pixels all have one value.</summary>
    public int Blank { get; private set; }

    /// <summary>One sentence for each row that was left out.</summary>
    public List<string> Bad { get; } = [];

    /// <summary>The usage of each row.</summary>
    public IReadOnlyList<Usage> Usages => usages;

    /// <summary>The label of each row.</summary>
    public IReadOnlyList<byte> Labels => labels;

    /// <summary>Where the next row's pixels go; <see cref="Add"/> keeps them.</summary>
    public Span<byte> NextPixels()
    {
        if (Count == blocks.Count * RowsInBlock)
        {
            blocks.Add(new byte[RowsInBlock * LabelledImages.Size]);
        }

        return PlaceOf(Count);
    }

    /// <summary>Keeps what was written to <see cref="NextPixels"/> as a row.</summary>
    public void Add(byte label, Usage usage)
    {
        var pixels = PixelsOf(Count);
        if (!pixels.ContainsAnyExcept(pixels[0]))
        {
            Blank++;
        }

        labels.Add(label);
        usages.Add(usage);
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

    /// <summary>Copies the rows of these indices into tensors, in their order.</summary>
    public LabelledImages Select(IReadOnlyList<int> rows)
    {
        var pixels = empty([rows.Count, 1, LabelledImages.Side, LabelledImages.Side], uint8);
        var target = pixels.bytes;
        for (var i = 0; i < rows.Count; i++)
        {
            PixelsOf(rows[i]).CopyTo(target[(i * LabelledImages.Size)..]);
        }

        return new LabelledImages(pixels, tensor(rows.Select(row => (long)labels[row]).ToArray()));
    }

    /// <summary>The 2,304 grey values of a row, row by row of the image.</summary>
    public ReadOnlySpan<byte> PixelsOf(int row) => PlaceOf(row);

    private Span<byte> PlaceOf(int row) =>
        blocks[row / RowsInBlock].AsSpan(row % RowsInBlock * LabelledImages.Size, LabelledImages.Size);
}
