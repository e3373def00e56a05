using System.Runtime.InteropServices;
using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>A greyscale image.</summary>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
/// <param name="Pixels">Grey values 0–255, row by row.</param>
public sealed record GreyImage(int Width, int Height, byte[] Pixels)
{
    /// <summary>The luma of a colour by ITU-R BT.601, as in the training data.</summary>
    /// <param name="rgba">Its bytes in memory: red, green, blue, alpha.</param>
    public static byte Luma(uint rgba) =>
        (byte)((((rgba & 0xff) * 19595) + ((rgba >> 8 & 0xff) * 38470) + ((rgba >> 16 & 0xff) * 7471) + 32768) >> 16);

    /// <summary>Converts an RGBA image.</summary>
    public static GreyImage FromRgba(SKBitmap image)
    {
        var rgba = MemoryMarshal.Cast<byte, uint>(image.GetPixelSpan());
        var grey = new byte[rgba.Length];
        for (var i = 0; i < grey.Length; i++)
        {
            grey[i] = Luma(rgba[i]);
        }

        return new(image.Width, image.Height, grey);
    }

    /// <summary>Resamples a part of the image to <paramref name="side"/> × <paramref name="side"/> values.</summary>
    /// <remarks>
    /// Downsampling with an area-weighted triangle filter, upsampling by linear interpolation. Pixels outside the image
    /// repeat its edge. A part of exactly that size is returned unchanged.
    /// </remarks>
    public float[] Sample(Box part, int side)
    {
        var columns = Taps(part.X, part.Width, side);
        var rows = Taps(part.Y, part.Height, side);

        // Separable: first along the rows that are needed, then down the columns.
        var (first, last) = (rows.Min(tap => tap.First), rows.Max(tap => tap.First + tap.Weights.Length - 1));
        var horizontal = new float[(last - first + 1) * side];
        for (var y = first; y <= last; y++)
        {
            var row = Pixels.AsSpan(Math.Clamp(y, 0, Height - 1) * Width, Width);
            for (var x = 0; x < side; x++)
            {
                var sum = 0f;
                var (start, weights) = columns[x];
                for (var i = 0; i < weights.Length; i++)
                {
                    sum += weights[i] * row[Math.Clamp(start + i, 0, Width - 1)];
                }

                horizontal[((y - first) * side) + x] = sum;
            }
        }

        var result = new float[side * side];
        for (var y = 0; y < side; y++)
        {
            var (start, weights) = rows[y];
            for (var i = 0; i < weights.Length; i++)
            {
                var source = horizontal.AsSpan((start - first + i) * side, side);
                for (var x = 0; x < side; x++)
                {
                    result[(y * side) + x] += weights[i] * source[x];
                }
            }
        }

        return result;
    }

    // For each of `side` values: the first source pixel and the weights from there on, which sum to 1. The filter is a
    // triangle of two steps, but at least two source pixels wide.
    private static (int First, float[] Weights)[] Taps(double from, double size, int side)
    {
        var step = size / side;
        var reach = Math.Max(step, 1);
        var taps = new (int, float[])[side];
        for (var i = 0; i < side; i++)
        {
            var centre = from + ((i + 0.5) * step) - 0.5;
            var first = (int)Math.Floor(centre - reach) + 1;
            var weights = new float[(int)Math.Ceiling(centre + reach) - first];
            for (var j = 0; j < weights.Length; j++)
            {
                weights[j] = (float)(1 - (Math.Abs(first + j - centre) / reach));
            }

            var sum = weights.Sum();
            taps[i] = (first, Array.ConvertAll(weights, weight => weight / sum));
        }

        return taps;
    }
}
