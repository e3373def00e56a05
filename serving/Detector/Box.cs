namespace EmoMusic.Serving.Detector;

/// <summary>A rectangle in a picture's pixels, from its upper left corner.</summary>
/// <param name="X">Of its left side; below 0 when it begins outside.</param>
/// <param name="Y">Of its upper side.</param>
/// <param name="Width">In pixels.</param>
/// <param name="Height">In pixels.</param>
public sealed record Box(double X, double Y, double Width, double Height)
{
    /// <summary>The whole of a picture.</summary>
    public static Box Whole(GreyImage picture) => new(0, 0, picture.Width, picture.Height);

    /// <summary>A square around the same centre, its side this many times the longer one.</summary>
    public Box Square(double margin)
    {
        var side = Math.Max(Width, Height) * margin;
        return new(X + ((Width - side) / 2), Y + ((Height - side) / 2), side, side);
    }

    /// <summary>The same box in a picture so many times the size, to the pixel.</summary>
    public Box Scaled(double by) =>
        new(Math.Round(X * by), Math.Round(Y * by), Math.Round(Width * by), Math.Round(Height * by));
}
