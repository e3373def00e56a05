namespace EmoMusic.Training.Reports.Svg;

/// <summary>A bar.</summary>
/// <param name="Value">Its height, a share.</param>
/// <param name="Color">A CSS colour.</param>
/// <param name="Tip">Its tooltip.</param>
/// <param name="Opacity">Paler for values that are mostly noise.</param>
public sealed record PlotBar(double Value, string Color, string Tip, double Opacity = 1);

/// <summary>Groups of bars over a vertical axis of shares.</summary>
public static class BarPlot
{
    private const double Width = 720;
    private const double Height = 346;
    private const double Left = 56;
    private const double Right = 704;
    private const double Top = 32; // the axis's label is above
    private const double Bottom = 306;

    /// <summary>The bars as SVG.</summary>
    /// <param name="label">What they show, for screen readers.</param>
    /// <param name="axis">The vertical axis.</param>
    /// <param name="groups">Name and bars of each group, from left to right.</param>
    /// <param name="gap">Share of a group's width left free.</param>
    /// <param name="ideal">Value of each group that the bars should reach, drawn as a dashed line.</param>
    public static string Draw(
        string label, PlotAxis axis, IReadOnlyList<(string Name, IReadOnlyList<PlotBar> Bars)> groups, double gap = 0.2,
        IReadOnlyList<double>? ideal = null)
    {
        double AtY(double value) => Bottom - (value / axis.High * (Bottom - Top));

        var svg = new SvgText(Width, Height, label);
        svg.Open("class=\"axis\"");
        foreach (var tick in axis.Ticks())
        {
            svg.Line(Left, AtY(tick), Right, AtY(tick), "");
            svg.Write(Left - 8, AtY(tick) + 4, tick.ToString(axis.Format), "text-anchor=\"end\"");
        }

        var width = (Right - Left) / groups.Count;
        foreach (var (index, (name, _)) in groups.Index())
        {
            svg.Write(Left + ((index + 0.5) * width), Bottom + 20, name, "text-anchor=\"middle\"");
        }

        svg.Write(4, 12, axis.Label).Close();
        foreach (var (index, (_, bars)) in groups.Index())
        {
            var each = width * (1 - gap) / bars.Count;
            foreach (var (place, bar) in bars.Index())
            {
                var x = Left + (index * width) + (width * gap / 2) + (place * each);
                var fill = $"style=\"fill:{bar.Color};opacity:{SvgText.Number(bar.Opacity)}\"";
                svg.Rectangle(x + 1, AtY(bar.Value), each - 2, Math.Max(0, Bottom - AtY(bar.Value)), fill, bar.Tip);
            }
        }

        if (ideal is not null)
        {
            svg.Path(ideal.Select((value, index) => (Left + ((index + 0.5) * width), AtY(value))), "class=\"ideal\" fill=\"none\"");
        }

        return svg.ToString();
    }
}
