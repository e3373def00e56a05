using SkiaSharp;

namespace EmoMusic.Training.Reports;

/// <summary>
/// The charts' own font, Inter (SIL Open Font License, fonts/OFL.txt). It comes with the program, because a bare
/// machine or container has no fonts and charts would lose all of their text there.
/// </summary>
public static class ChartFont
{
    /// <summary>For most text.</summary>
    public static SKTypeface Regular { get; } = Load("Inter-Regular.otf");

    /// <summary>For titles and for what a reader should see first.</summary>
    public static SKTypeface SemiBold { get; } = Load("Inter-SemiBold.otf");

    private static SKTypeface Load(string file)
    {
        var name = $"{typeof(ChartFont).Namespace}.fonts.{file}";
        using var stream = typeof(ChartFont).Assembly.GetManifestResourceStream(name)
            ?? throw new InvalidOperationException($"the resource {name} is missing from the program; build it again");
        return SKTypeface.FromStream(stream)
            ?? throw new InvalidOperationException($"the resource {name} is no font; build the program again");
    }
}
