using System.IO.Compression;

namespace EmoMusic.Benchmarks;

/// <summary>A face of FER-2013: 48 × 48 grey values, and its label index.</summary>
internal sealed record FerFace(byte[] Pixels, int Label)
{
    /// <summary>Reads the rows of PublicTest from <c>fer2013.csv</c> or <c>.csv.gz</c> (emotion,pixels,Usage).</summary>
    public static IReadOnlyList<FerFace> ReadPublicTest(string path)
    {
        using var file = File.OpenRead(path);
        using Stream stream = path.EndsWith(".gz", StringComparison.OrdinalIgnoreCase)
            ? new GZipStream(file, CompressionMode.Decompress) : file;
        using var reader = new StreamReader(stream);
        var faces = new List<FerFace>();
        while (reader.ReadLine() is { } line)
        {
            if (line.EndsWith(",PublicTest", StringComparison.Ordinal))
            {
                var fields = line.Split(',');
                faces.Add(new(Array.ConvertAll(fields[1].Trim('"').Split(' '), byte.Parse), int.Parse(fields[0])));
            }
        }

        return faces;
    }
}
