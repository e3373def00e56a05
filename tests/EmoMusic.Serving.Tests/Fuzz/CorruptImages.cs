using System.Text;
using EmoMusic.Serving.Tests.Detector;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Fuzz;

/// <summary>Corrupt and unusual image files.</summary>
internal static class CorruptImages
{
    private static readonly byte[][] Whole =
    [
        Some.Picture(40, 40), Some.Picture(96, 64, SKEncodedImageFormat.Jpeg), Some.Picture(48, 48, SKEncodedImageFormat.Webp),
        Some.Bmp(24, 24), Exif.WithOrientation(Some.Picture(64, 48, SKEncodedImageFormat.Jpeg), 6),
        Exif.InPng(Some.Picture(40, 30), 6),
        Exif.InWebp(Some.Picture(48, 40, SKEncodedImageFormat.Webp), 48, 40, 6, "Exif\0\0"),
        TruncatedJpegTests.Progressive,
        Encoding.Latin1.GetBytes($$"""{"image":"{{Convert.ToBase64String(Some.Picture(24, 24))}}"}"""),
        Encoding.Latin1.GetBytes($"data:image/png;base64,{Convert.ToBase64String(Some.Picture(24, 24))}"),
    ];

    /// <summary>Decompression bombs, sent occasionally because they are expensive.</summary>
    public static IReadOnlyList<byte[]> Bombs { get; } =
    [
        OversizedPng.Png(60_000, 60_000), OversizedPng.Png(6_000, 6_600, rows: 6_600), OversizedPng.Png(30_000, 1_300),
        OversizedPng.Png(100_000, 20), OversizedPng.Png(1, 100_000, rows: 100_000),
        Png.WithBomb(Some.Picture(), "iCCP", 64), Png.WithBomb(Some.Picture(), "zTXt", 64),
        Png.WithBomb(Some.Picture(), "iTXt", 64),
    ];

    private static readonly string[] NoPictures =
    [
        "", "hello", "GIF89a\u0001\u0000\u0001\u0000", "%PDF-1.7\n", "<svg xmlns='http://www.w3.org/2000/svg'/>", "{\"a\":1}",
        "\u0000\u0000\u0000\u0018ftypheic", "{\"image\":\"\\ud800\"}", "data:,",
        "II*\u0000\b\u0000\u0000\u0000", "BM", "RIFF\u0004\u0000\u0000\u0000WEBP", "PK\u0003\u0004",
    ];

    public static byte[] Next(Random random)
    {
        var picture = Whole[random.Next(Whole.Length)];
        return random.Next(200) switch
        {
            0 => Bombs[random.Next(Bombs.Count)],
            < 10 => Encoding.Latin1.GetBytes(NoPictures[random.Next(NoPictures.Length)]),
            < 20 => Png.WithSize(Whole[0], random.Next(-3, 70_000), random.Next(-3, 70_000)),
            < 30 => Noise(random, random.Next(4096)),
            < 40 => [.. picture, .. Noise(random, random.Next(500))],
            < 60 => picture,
            < 110 => picture[..random.Next(picture.Length)],
            < 120 => Spliced(random, picture),
            _ => Flipped(random, picture),
        };
    }

    private static byte[] Flipped(Random random, byte[] picture)
    {
        byte[] copy = [.. picture];
        for (var i = random.Next(1, 20); i > 0; i--)
        {
            // Half of the damage goes to the header, which matters more than pixels.
            var at = random.Next(random.Next(2) == 0 ? Math.Min(64, copy.Length) : copy.Length);
            copy[at] = random.Next(3) switch { 0 => 0xff, 1 => 0, _ => (byte)(copy[at] ^ (1 << random.Next(8))) };
        }

        return copy;
    }

    private static byte[] Spliced(Random random, byte[] picture)
    {
        var other = Whole[random.Next(Whole.Length)];
        return [.. picture[..random.Next(picture.Length)], .. other[random.Next(other.Length)..]];
    }

    private static byte[] Noise(Random random, int length)
    {
        var bytes = new byte[length];
        random.NextBytes(bytes);
        return bytes;
    }
}
