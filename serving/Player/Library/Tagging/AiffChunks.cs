using System.Buffers.Binary;
using System.Text;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>
/// The chunks of an AIFF file ("AIFF 1.3", Apple 1989). TagLibSharp passes over the texts, and does not find the sound behind
/// a chunk that is padded to an even length.
/// </summary>
internal static class AiffChunks
{
    private const int FormHeader = 12; // FORM, size, AIFF
    private const int ChunkHeader = 8; // name, size
    private const int MaxChunks = 100;
    private const int MaxText = 10_000; // bytes

    /// <summary>The chunks <c>NAME</c> and <c>AUTH</c>, as Latin-1; the encoding is not declared.</summary>
    public static IEnumerable<(string Name, string Text)> TextsOf(Stream file) =>
        from chunk in Find(file)
        where chunk.Name is "NAME" or "AUTH" && chunk.Size <= MaxText
        select (chunk.Name, Encoding.Latin1.GetString(AudioFormats.ReadAt(file, chunk.Start, (int)chunk.Size)));

    /// <summary>The length in seconds; null if the file does not say.</summary>
    public static double? SecondsOf(Stream file)
    {
        var start = Find(file).Where(chunk => chunk.Name == "COMM").Select(chunk => (long?)chunk.Start).FirstOrDefault();
        if (start is null || AudioFormats.ReadAt(file, start.Value, 18) is not { Length: 18 } common)
        {
            return null;
        }

        var frames = BinaryPrimitives.ReadUInt32BigEndian(common.AsSpan(2));
        var exponent = BinaryPrimitives.ReadInt16BigEndian(common.AsSpan(8)) - 16_383; // of an 80-bit float
        var rate = Math.ScaleB(BinaryPrimitives.ReadUInt64BigEndian(common.AsSpan(10)), exponent - 63);
        return rate > 0 && double.IsFinite(frames / rate) ? frames / rate : null;
    }

    private static IEnumerable<(string Name, long Start, uint Size)> Find(Stream file)
    {
        var at = (long)FormHeader;
        for (var chunk = 0; chunk < MaxChunks && AudioFormats.ReadAt(file, at, ChunkHeader) is { Length: ChunkHeader } header; chunk++)
        {
            var size = BinaryPrimitives.ReadUInt32BigEndian(header.AsSpan(4));
            yield return (Encoding.Latin1.GetString(header, 0, 4), at + ChunkHeader, size);
            at += ChunkHeader + size + (size & 1); // padded to an even length
        }
    }
}
