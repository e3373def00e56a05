using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>Colours of the charts, the same as in report.html. Each has one meaning in all charts.</summary>
public static class Palette
{
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

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
