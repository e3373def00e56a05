using EmoMusic.Serving.Detector.Faces;

namespace EmoMusic.Serving.Detector;

/// <summary>A rectangle in an image, in pixels from the top left corner.</summary>
/// <param name="X">The left edge; negative if outside the image.</param>
/// <param name="Y">The top edge.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Box(double X, double Y, double Width, double Height)
{
    /// <summary>A box around a whole image.</summary>
    public static Box Whole(GreyImage picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>Its centre.</summary>
    internal Point Centre => new(X + (Width / 2), Y + (Height / 2));

    /// <summary>Whether a point lies in it.</summary>
    internal bool Contains(Point point) => point.X >= X && point.Y >= Y && point.X < X + Width && point.Y < Y + Height;

    /// <summary>The same box in an image scaled by a factor, rounded to pixels.</summary>
    public Box Scaled(double factor) =>
        new(Math.Round(X * factor), Math.Round(Y * factor), Math.Round(Width * factor), Math.Round(Height * factor));
}
