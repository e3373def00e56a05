using System.Runtime.InteropServices;
using SkiaSharp;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>A square part of a photo, turned.</summary>
/// <param name="Centre">In the photo's pixels.</param>
/// <param name="Side">In the photo's pixels.</param>
/// <param name="Angle">Clockwise, in radians.</param>
public readonly record struct CropSquare(Point Centre, double Side, double Angle)
{
    private const double MinSide = 1;

    /// <summary>Resamples it, upright, to <paramref name="size"/> × <paramref name="size"/> grey values 0–255.</summary>
    /// <remarks>
    /// The filter is that of <see cref="GreyImage.Sample"/>, turned. Downsampling, each pixel of the photo adds to the four
    /// nearest values by its distance from them, so that all pixels count alike; upsampling is bilinear. Pixels outside the
    /// photo repeat its edge.
    /// </remarks>
    public float[] Sample(SKBitmap photo, int size)
    {
        var square = this with { Side = Math.Max(Side, MinSide) };
        return square.Side > size ? square.Downsample(photo, size) : square.Upsample(photo, size);
    }

    private float[] Downsample(SKBitmap photo, int size)
    {
        var (sin, cos) = Math.SinCos(Angle);
        var perPixel = (float)(size / Side);
        var (dx, dy) = ((float)cos * perPixel, (float)-sin * perPixel); // of a step to the right in the photo
        var reach = (Side / 2 * (Math.Abs(cos) + Math.Abs(sin))) + (Side / size * 1.5);
        var (left, right) = ((int)Math.Floor(Centre.X - reach), (int)Math.Ceiling(Centre.X + reach));
        var (top, bottom) = ((int)Math.Floor(Centre.Y - reach), (int)Math.Ceiling(Centre.Y + reach));

        // A border of one value around the result takes what lies outside.
        var stride = size + 2;
        var sums = new float[stride * stride];
        var weights = new float[stride * stride];
        for (var y = top; y <= bottom; y++)
        {
            var row = Row(photo, y);
            var (fromX, fromY) = (left + .5 - Centre.X, y + .5 - Centre.Y);
            var u = (float)((((cos * fromX) + (sin * fromY)) * perPixel) + (size / 2.0) + .5);
            var v = (float)((((cos * fromY) - (sin * fromX)) * perPixel) + (size / 2.0) + .5);
            for (var x = left; x <= right; x++, u += dx, v += dy)
            {
                if (u < 0 || v < 0 || u >= size + 1 || v >= size + 1)
                {
                    continue;
                }

                var grey = GreyImage.Luma(row[Math.Clamp(x, 0, row.Length - 1)]);
                var (column, line) = ((int)u, (int)v);
                var (toRight, down) = (u - column, v - line);
                var at = (line * stride) + column;
                Add(at, (1 - toRight) * (1 - down));
                Add(at + 1, toRight * (1 - down));
                Add(at + stride, (1 - toRight) * down);
                Add(at + stride + 1, toRight * down);

                void Add(int index, float weight)
                {
                    sums[index] += weight * grey;
                    weights[index] += weight;
                }
            }
        }

        var values = new float[size * size];
        for (var i = 0; i < values.Length; i++)
        {
            var at = (((i / size) + 1) * stride) + (i % size) + 1;
            values[i] = sums[at] / weights[at];
        }

        return values;
    }

    private float[] Upsample(SKBitmap photo, int size)
    {
        var (sin, cos) = Math.SinCos(Angle);
        var step = Side / size;
        var values = new float[size * size];
        for (var i = 0; i < values.Length; i++)
        {
            var (u, v) = (((i % size) + .5 - (size / 2.0)) * step, ((i / size) + .5 - (size / 2.0)) * step);
            var (x, y) = (Centre.X + (u * cos) - (v * sin) - .5, Centre.Y + (u * sin) + (v * cos) - .5);
            var (left, top) = ((int)Math.Floor(x), (int)Math.Floor(y));
            var (toRight, down) = ((float)(x - left), (float)(y - top));
            values[i] = ((1 - down) * Between(Row(photo, top), left, toRight))
                + (down * Between(Row(photo, top + 1), left, toRight));
        }

        return values;
    }

    private static float Between(ReadOnlySpan<uint> row, int left, float toRight) =>
        ((1 - toRight) * GreyImage.Luma(row[Math.Clamp(left, 0, row.Length - 1)]))
        + (toRight * GreyImage.Luma(row[Math.Clamp(left + 1, 0, row.Length - 1)]));

    private static ReadOnlySpan<uint> Row(SKBitmap photo, int y) => MemoryMarshal.Cast<byte, uint>(
        photo.GetPixelSpan().Slice(Math.Clamp(y, 0, photo.Height - 1) * photo.RowBytes, photo.Width * sizeof(uint)));
}
