using SkiaSharp;

namespace EmoMusic.Training.Reports;

/// <summary>
/// The charts' font, Inter (SIL Open Font License, fonts/OFL.txt). It is embedded, because minimal machines and
/// containers have no fonts.
/// </summary>
public static class ChartFont
{
    /// <summary>Regular weight.</summary>
    public static SKTypeface Regular { get; } = Load("Inter-Regular.otf");

    /// <summary>Semi-bold weight, for titles and emphasis.</summary>
    public static SKTypeface SemiBold { get; } = Load("Inter-SemiBold.otf");

    private static SKTypeface Load(string file)
    {
        var name = $"{typeof(ChartFont).Namespace}.fonts.{file}";
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing; rebuild the program");
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException($"the resource {name} is not a font; rebuild the program");
    }
}
