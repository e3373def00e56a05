using System.Numerics;
using SkiaSharp;

namespace EmoMusic.Serving.Detector.Faces;

/// <summary>
/// The square part of a photo that a detector looks at, optionally rotated by quarter turns. Outside the photo it is black,
/// so the square around a whole photo is the photo letterboxed.
/// </summary>
/// <param name="Centre">In the photo's pixels.</param>
/// <param name="Side">In the photo's pixels.</param>
/// <param name="QuarterTurns">Clockwise rotation of the photo, 0 to 3.</param>
public readonly record struct DetectorInput(Point Centre, double Side, int QuarterTurns = 0)
{
    private static readonly Complex[] Rotations = [Complex.One, Complex.ImaginaryOne, -Complex.One, -Complex.ImaginaryOne];

    // Halving mipmaps, then bilinear: no aliasing at any scale.
    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Nearest);

    private Complex Rotation => Rotations[QuarterTurns];

    /// <summary>The whole photo, letterboxed.</summary>
    public static DetectorInput Whole(int width, int height, int quarterTurns = 0) =>
        new(new Point(width / 2.0, height / 2.0), Math.Max(width, height), quarterTurns);

    /// <summary>The square around a box, its side this many times the longer side of the box.</summary>
    public static DetectorInput Around(Box box, double scale, int quarterTurns = 0) =>
        new(new Point(box.X + (box.Width / 2), box.Y + (box.Height / 2)), Math.Max(box.Width, box.Height) * scale, quarterTurns);

    /// <summary>Draws it, as RGBA.</summary>
    /// <param name="photo">The photo.</param>
    /// <param name="target">A square bitmap.</param>
    public void Draw(SKImage photo, SKBitmap target)
    {
        var scale = Rotation * (target.Width / Side);
        var offset = (new Complex(.5, .5) * target.Width) - (scale * new Complex(Centre.X, Centre.Y));
        using var canvas = new SKCanvas(target);
        canvas.Clear(SKColors.Black);
        canvas.SetMatrix(new SKMatrix(
            (float)scale.Real, (float)-scale.Imaginary, (float)offset.Real,
            (float)scale.Imaginary, (float)scale.Real, (float)offset.Imaginary, 0, 0, 1));
        canvas.DrawImage(photo, 0, 0, Sampling);
    }

    /// <summary>Maps a point from this square, whose sides are 0 to 1, to the photo.</summary>
    public Point ToPhoto(double x, double y)
    {
        var offset = new Complex(x - .5, y - .5) * Side / Rotation;
        return new(Centre.X + offset.Real, Centre.Y + offset.Imaginary);
    }

    /// <summary>Maps a box from this square, whose sides are 0 to 1, to the photo.</summary>
    /// <param name="x">Its centre.</param>
    /// <param name="y">Its centre.</param>
    /// <param name="width">Its width.</param>
    /// <param name="height">Its height.</param>
    public Box ToPhoto(double x, double y, double width, double height)
    {
        var centre = ToPhoto(x, y);
        var (w, h) = QuarterTurns % 2 == 0 ? (width * Side, height * Side) : (height * Side, width * Side);
        return new(centre.X - (w / 2), centre.Y - (h / 2), w, h);
    }
}
