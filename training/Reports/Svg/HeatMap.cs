using ScottPlot;

namespace EmoMusic.Training.Reports.Svg;

/// <summary>A table of counts as coloured cells; each row's shares add up to 100 %.</summary>
public static class HeatMap
{
    private const double Cell = 52;
    private const double Left = 78;
    private const double Top = 44;

    /// <summary>The cells as SVG.</summary>
    /// <param name="label">What it shows, for screen readers.</param>
    /// <param name="names">Names of rows and columns.</param>
    /// <param name="counts">By [row][column].</param>
    /// <param name="rows">What a row is, such as "label".</param>
    /// <param name="columns">What a column is, such as "predicted".</param>
    public static string Draw(
        string label, IReadOnlyList<string> names, IReadOnlyList<IReadOnlyList<int>> counts, string rows, string columns)
    {
        var size = names.Count * Cell;
        var svg = new SvgText(Left + size + 2, Top + size + 2, label);
        svg.Open("class=\"axis\"");
        svg.Write(Left + (size / 2), 14, columns, "text-anchor=\"middle\"");
        svg.Write(14, Top + (size / 2), rows, $"text-anchor=\"middle\" transform=\"rotate(-90 14 {SvgText.Number(Top + (size / 2))})\"");
        foreach (var (index, name) in names.Index())
        {
            svg.Write(Left + ((index + 0.5) * Cell), Top - 8, name, "text-anchor=\"middle\"");
            svg.Write(Left - 6, Top + ((index + 0.5) * Cell) + 4, name, "text-anchor=\"end\"");
        }

        svg.Close();
        for (var row = 0; row < names.Count; row++)
        {
            var all = Math.Max(1, counts[row].Sum());
            for (var column = 0; column < names.Count; column++)
            {
                var count = counts[row][column];
                var tip = $"{rows} {names[row]}, {columns} {names[column]}: {count:n0} of {all:n0}, {(double)count / all:p1}";
                DrawCell(svg, Left + (column * Cell), Top + (row * Cell), count, (double)count / all, row == column, tip);
            }
        }

        return svg.ToString();
    }

    /// <summary>The fill of a cell and the colour of its text, whose contrast is 4.5 : 1 or more.</summary>
    public static (Color Fill, Color Text) Colors(double share)
    {
        var fill = Palette.Shade(Math.Pow(share, 0.8));
        return (fill, Palette.Readable(fill));
    }

    private static void DrawCell(SvgText svg, double x, double y, int count, double share, bool isDiagonal, string tip)
    {
        var (fill, text) = Colors(share);
        svg.Rectangle(x + 1, y + 1, Cell - 2, Cell - 2, $"rx=\"3\" fill=\"{fill.ToHex()}\"", tip);
        svg.Open($"class=\"cell{(isDiagonal ? " right" : "")}\" fill=\"{text.ToHex()}\"");
        svg.Write(x + (Cell / 2), y + 24, share.ToString("p0"));
        svg.Write(x + (Cell / 2), y + 41, $"{count:n0}", "class=\"count\"").Close();
    }
}
