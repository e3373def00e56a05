using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Colours of the charts, the same as in report.html. Each has one meaning in all charts.</summary>
public static class Palette
{
    private const double ReadableContrast = 4.5; // for text of normal size

    /// <summary>Primary text.</summary>
    public static Color Ink { get; } = Color.FromHex("#1d2329");

    /// <summary>Axis labels and secondary text.</summary>
    public static Color Muted { get; } = Color.FromHex("#68727d");

    /// <summary>Grid and axes.</summary>
    public static Color Rule { get; } = Color.FromHex("#e4e7eb");

    /// <summary>Training data.</summary>
    public static Color Training { get; } = Color.FromHex("#cf8a3a");

    /// <summary>Validation data.</summary>
    public static Color Validation { get; } = Color.FromHex("#22618f");

    /// <summary>Background.</summary>
    public static Color Paper { get; } = Colors.White;

    /// <summary>Interpolates from <see cref="Paper"/> at 0 to <see cref="Validation"/> at 1.</summary>
    public static Color Shade(double share) => new(
        Between(Paper.R, Validation.R, share),
        Between(Paper.G, Validation.G, share),
        Between(Paper.B, Validation.B, share));

    /// <summary>The colour of text on this one: ink, paper, or black where neither has a contrast of 4.5 : 1.</summary>
    public static Color Readable(Color background) =>
        Contrast(Ink, background) >= ReadableContrast ? Ink
        : Contrast(Paper, background) >= ReadableContrast ? Paper : Colors.Black;

    /// <summary>The contrast ratio of two colours, 1 to 21 (WCAG 2.2).</summary>
    public static double Contrast(Color first, Color second)
    {
        var (one, other) = (Luminance(first), Luminance(second));
        return (Math.Max(one, other) + 0.05) / (Math.Min(one, other) + 0.05);
    }

    private static double Luminance(Color color) =>
        (0.2126 * Linear(color.R)) + (0.7152 * Linear(color.G)) + (0.0722 * Linear(color.B));

    private static double Linear(byte value) =>
        value / 255.0 is var share && share <= 0.04045 ? share / 12.92 : Math.Pow((share + 0.055) / 1.055, 2.4);

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
