using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>The charts' colours. One meaning each, in every chart; report.html's style sheet has the same.</summary>
public static class Palette
{
    /// <summary>Text that is read first.</summary>
    public static Color Ink { get; } = Color.FromHex("#1d2329");

    /// <summary>Axis labels and remarks.</summary>
    public static Color Muted { get; } = Color.FromHex("#68727d");

    /// <summary>Grid and axes.</summary>
    public static Color Rule { get; } = Color.FromHex("#e4e7eb");

    /// <summary>Images learnt from.</summary>
    public static Color Training { get; } = Color.FromHex("#cf8a3a");

    /// <summary>Images judged by.</summary>
    public static Color Validation { get; } = Color.FromHex("#22618f");

    /// <summary>The ground of all charts.</summary>
    public static Color Paper { get; } = Colors.White;

    /// <summary>Paper at 0, the validation's colour at 1, evenly in between.</summary>
    public static Color Shade(double share) => new(
        Between(Paper.R, Validation.R, share),
        Between(Paper.G, Validation.G, share),
        Between(Paper.B, Validation.B, share));

    private static byte Between(byte from, byte to, double share) => (byte)Math.Round(from + ((to - from) * share));
}
