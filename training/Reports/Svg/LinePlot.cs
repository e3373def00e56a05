namespace EmoMusic.Training.Reports.Svg;

/// <summary>A point with its tooltip.</summary>
public sealed record PlotPoint(double X, double Y, string Tip);

/// <summary>A line of a plot.</summary>
/// <param name="Name">Written at its end.</param>
/// <param name="Color">A CSS colour, such as var(--e0).</param>
/// <param name="Points">In the order of x.</param>
public sealed record PlotLine(string Name, string Color, IReadOnlyList<PlotPoint> Points);

/// <summary>An axis of a plot.</summary>
/// <param name="Label">Its name and unit.</param>
/// <param name="Low">The lowest value shown.</param>
/// <param name="High">The highest value shown.</param>
/// <param name="Step">Distance of the ticks.</param>
/// <param name="Format">.NET format of the ticks.</param>
public sealed record PlotAxis(string Label, double Low, double High, double Step, string Format)
{
    private static readonly double[] Steps = [1, 2, 5, 10];

    /// <summary>An axis of shares, in percent, that has all values.</summary>
    public static PlotAxis Shares(string label, IEnumerable<double> values)
    {
        var all = values.ToList();
        var (low, high) = (Math.Floor(all.Min() * 10) / 10, Math.Ceiling(all.Max() * 10) / 10);
        return new PlotAxis(label, low, Math.Max(high, low + 0.1), high - low > 0.5 ? 0.2 : high - low > 0.2 ? 0.1 : 0.05, "0 %");
    }

    /// <summary>An axis with about five ticks that has all values.</summary>
    public static PlotAxis Around(string label, IEnumerable<double> values, string format)
    {
        var all = values.ToList();
        var span = Math.Max(all.Max() - all.Min(), 1e-3);
        var power = Math.Pow(10, Math.Floor(Math.Log10(span / 5)));
        var step = Steps.Select(one => one * power).First(one => span / one <= 6);
        return new PlotAxis(label, Math.Floor(all.Min() / step) * step, Math.Ceiling(all.Max() / step) * step, step, format);
    }

    /// <summary>An axis of epochs.</summary>
    public static PlotAxis Epochs(int last) => new(
        "epoch", 1, Math.Max(last, 2), Steps.Concat(Steps.Select(one => one * 10)).First(step => last / step <= 8 || step == 100), "0");

    /// <summary>The ticks' values.</summary>
    public IEnumerable<double> Ticks()
    {
        for (var tick = Math.Ceiling((Low / Step) - 1e-9) * Step; tick <= High + (1e-9 * Step); tick += Step)
        {
            yield return tick + 0.0; // not −0
        }
    }
}

/// <summary>Lines over two axes; their names stand at their ends.</summary>
public static class LinePlot
{
    private const double Width = 720;
    private const double Height = 396;
    private const double Left = 56;
    private const double Right = 576; // names follow
    private const double Top = 32; // the axis's label is above
    private const double Bottom = 348;
    private const double NameHeight = 18;

    /// <summary>The plot as SVG.</summary>
    /// <param name="label">What it shows, for screen readers.</param>
    /// <param name="x">The horizontal axis.</param>
    /// <param name="y">The vertical axis.</param>
    /// <param name="lines">The lines, at least one.</param>
    /// <param name="shared">Whether all lines have the same x values, so that one tooltip tells all values there.</param>
    public static string Draw(string label, PlotAxis x, PlotAxis y, IReadOnlyList<PlotLine> lines, bool shared = false)
    {
        double AtX(double value) => Left + ((value - x.Low) / (x.High - x.Low) * (Right - Left));
        double AtY(double value) => Bottom - ((Math.Clamp(value, y.Low, y.High) - y.Low) / (y.High - y.Low) * (Bottom - Top));

        var svg = new SvgText(Width, Height, label);
        DrawAxes(svg, x, y, AtX, AtY);
        if (shared)
        {
            DrawBands(svg, lines, AtX);
        }

        var names = Spread([.. lines.Select(line => AtY(line.Points[^1].Y))]);
        foreach (var (index, line) in lines.Index())
        {
            svg.Open($"class=\"line\" style=\"--color:{line.Color}\"");
            svg.Path(line.Points.Select(point => (AtX(point.X), AtY(point.Y))), "fill=\"none\"");
            foreach (var point in shared && line.Points.Count > 30 ? [] : line.Points)
            {
                var place = $"cx=\"{SvgText.Number(AtX(point.X))}\" cy=\"{SvgText.Number(AtY(point.Y))}\" r=\"3\"";
                svg.Add("circle", place, shared ? null : point.Tip);
            }

            svg.Write(AtX(line.Points[^1].X) + 10, names[index] + 4, line.Name).Close();
        }

        return svg.ToString();
    }

    private static void DrawAxes(SvgText svg, PlotAxis x, PlotAxis y, Func<double, double> atX, Func<double, double> atY)
    {
        svg.Open("class=\"axis\"");
        foreach (var tick in y.Ticks())
        {
            svg.Line(Left, atY(tick), Right, atY(tick), "");
            svg.Write(Left - 8, atY(tick) + 4, tick.ToString(y.Format), "text-anchor=\"end\"");
        }

        foreach (var tick in x.Ticks())
        {
            svg.Write(atX(tick), Bottom + 20, tick.ToString(x.Format), "text-anchor=\"middle\"");
        }

        svg.Write((Left + Right) / 2, Bottom + 40, x.Label, "text-anchor=\"middle\"");
        svg.Write(4, 12, y.Label).Close();
    }

    // One invisible column for each x, with the values of all lines.
    private static void DrawBands(SvgText svg, IReadOnlyList<PlotLine> lines, Func<double, double> atX)
    {
        var longest = lines.MaxBy(line => line.Points.Count)!.Points;
        var width = (Right - Left) / Math.Max(1, longest.Count - 1);
        foreach (var point in longest)
        {
            var tips = lines.SelectMany(line => line.Points.Where(other => other.X == point.X)).Select(other => other.Tip);
            var left = Math.Max(Left, atX(point.X) - (width / 2));
            var right = Math.Min(Right, atX(point.X) + (width / 2));
            svg.Rectangle(left, Top, right - left, Bottom - Top, "fill=\"transparent\"", string.Join('\n', tips));
        }
    }

    // Moves names apart that would overlap.
    private static double[] Spread(double[] heights)
    {
        var order = Enumerable.Range(0, heights.Length).OrderBy(index => heights[index]).ToArray();
        var placed = heights.ToArray();
        for (var i = 1; i < order.Length; i++)
        {
            placed[order[i]] = Math.Max(placed[order[i]], placed[order[i - 1]] + NameHeight);
        }

        var overflow = order.Length == 0 ? 0 : Math.Max(0, placed[order[^1]] - Bottom);
        for (var i = order.Length - 1; i >= 0 && overflow > 0; i--)
        {
            var limit = i == order.Length - 1 ? Bottom : placed[order[i + 1]] - NameHeight;
            placed[order[i]] = Math.Min(placed[order[i]], limit);
        }

        return placed;
    }
}
