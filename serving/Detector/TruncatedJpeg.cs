using System.Buffers.Binary;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>Decodes JPEG files whose last bytes are missing, as browsers do.</summary>
internal static class TruncatedJpeg
{
    private const double MaxMissing = 0.03; // of the rows, or of the bytes

    private const byte StartOfProgressiveFrame = 0xc2;
    private const byte StartOfScan = 0xda;

    private static ReadOnlySpan<byte> EndOfImage => [0xff, 0xd9];

    /// <summary>Decodes the file if at least 97 % of it is there; what is missing is filled with the colour before it.</summary>
    /// <param name="file">A JPEG file.</param>
    /// <param name="info">The size and pixel type to decode to.</param>
    /// <param name="pixels">Where to.</param>
    /// <returns>False if more is missing.</returns>
    public static bool TryDecode(ReadOnlySpan<byte> file, SKImageInfo info, nint pixels)
    {
        var scans = Scans.Of(file);
        var almostComplete = scans.IsProgressive
            ? scans.AreAllBegun
            : CountRows(file, info, pixels) >= (1 - MaxMissing) * info.Height
                || Decode(file, Padding(file.Length - scans.Start), info, pixels);
        return almostComplete && Decode(file, EndOfImage, info, pixels);
    }

    // Libjpeg decodes whole rows of blocks only, and those that the file does not end in.
    private static int CountRows(ReadOnlySpan<byte> file, SKImageInfo info, nint pixels)
    {
        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        return codec?.StartScanlineDecode(info) == SKCodecResult.Success
            ? codec.GetScanlines(pixels, info.Height, info.RowBytes)
            : 0;
    }

    // A Huffman code decodes random bits to blocks of about the usual length. If so many complete the image, no more are missing.
    private static byte[] Padding(int scanBytes)
    {
        var bytes = new byte[16 + (int)(scanBytes * MaxMissing)];
        new Random(1).NextBytes(bytes);
        bytes.AsSpan().Replace<byte>(0xff, 0); // no markers
        return bytes;
    }

    private static bool Decode(ReadOnlySpan<byte> file, ReadOnlySpan<byte> end, SKImageInfo info, nint pixels)
    {
        using var data = SKData.CreateCopy([.. file, .. end]);
        using var codec = SKCodec.Create(data);
        return codec?.GetPixels(info, pixels) == SKCodecResult.Success;
    }

    /// <summary>What a JPEG's markers say about its scans.</summary>
    /// <param name="Start">The offset of the first one.</param>
    /// <param name="IsProgressive">Whether the image is refined by one scan after another.</param>
    /// <param name="AreAllBegun">
    /// For a progressive image: whether the file ends in the last refinement of a coefficient, so that hardly anything is missing.
    /// </param>
    private sealed record Scans(int Start, bool IsProgressive, bool AreAllBegun)
    {
        public static Scans Of(ReadOnlySpan<byte> file)
        {
            var (start, progressive) = (file.Length, false);
            var refined = new Dictionary<byte, ulong>(); // by component, a bit for each of the 64 coefficients
            for (var at = 2; NextMarker(file, ref at) is { } marker;)
            {
                var segment = file.Slice(at, BinaryPrimitives.ReadUInt16BigEndian(file[at..]));
                if (marker == StartOfProgressiveFrame)
                {
                    progressive = true;
                    for (var i = 8; i < segment.Length; i += 3)
                    {
                        refined[segment[i]] = 0;
                    }
                }
                else if (marker == StartOfScan)
                {
                    start = Math.Min(start, at);
                    Refine(refined, segment);
                }

                at += segment.Length;
            }

            return new(start, progressive, refined.Values.All(coefficients => coefficients == ulong.MaxValue));
        }

        // ITU-T T.81, B.2.3: the number of components, two bytes for each, first and last coefficient, precision.
        private static void Refine(Dictionary<byte, ulong> refined, ReadOnlySpan<byte> scan)
        {
            var components = scan.Length > 2 ? scan[2] : 0;
            if (scan.Length < 6 + (2 * components) || (scan[^1] & 15) != 0 || scan[^3] > 63 || scan[^2] > 63)
            {
                return; // the lowest bit is still to come
            }

            for (int i = 0, coefficient = 3; i < components; i++, coefficient += 2)
            {
                for (int k = scan[^3]; k <= scan[^2]; k++)
                {
                    refined[scan[coefficient]] = refined.GetValueOrDefault(scan[coefficient]) | (1ul << k);
                }
            }
        }

        // Moves behind the next marker that a whole segment follows.
        private static byte? NextMarker(ReadOnlySpan<byte> file, ref int at)
        {
            while (at + 4 <= file.Length)
            {
                var found = file[at..^3].IndexOf((byte)0xff);
                if (found < 0)
                {
                    return null;
                }

                at += found + 1;
                var marker = file[at];
                if (marker is >= 0xc0 and < 0xd0 or > 0xd9 and < 0xff)
                {
                    at++;
                    var length = BinaryPrimitives.ReadUInt16BigEndian(file[at..]);
                    return length >= 2 && length <= file.Length - at ? marker : null;
                }
            }

            return null;
        }
    }
}
