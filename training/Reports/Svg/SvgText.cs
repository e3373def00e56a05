using System.Globalization;
using System.Text;

namespace EmoMusic.Training.Reports.Svg;

/// <summary>
/// Writes a chart as SVG inside a page. A mark's <c>title</c> is its tooltip: browsers show it without a script, and charts.js
/// shows it at once, on touch and with the arrow keys too. Colours are the page's variables, so that they follow its theme.
/// </summary>
public sealed class SvgText
{
    private readonly StringBuilder text = new();

    /// <summary>Starts a chart.</summary>
    /// <param name="width">Width of the coordinates; the page scales them.</param>
    /// <param name="height">Height of the coordinates.</param>
    /// <param name="label">What the chart shows, for screen readers.</param>
    public SvgText(double width, double height, string label) => text.Append(
        CultureInfo.InvariantCulture,
        $"<svg class=\"plot\" viewBox=\"0 0 {width} {height}\" role=\"img\" aria-label=\"{Html.Text(label)}\">");

    /// <summary>A number in at most two decimals.</summary>
    public static string Number(double value) => Math.Round(value, 2).ToString(CultureInfo.InvariantCulture);

    /// <summary>An element, with a tooltip if there is one.</summary>
    public SvgText Add(string element, string attributes, string? tip = null)
    {
        text.Append('<').Append(element).Append(' ').Append(attributes);
        text.Append(tip is null ? "/>" : $" class=\"mark\"><title>{Html.Text(tip)}</title></{element}>");
        return this;
    }

    /// <summary>A rectangle.</summary>
    public SvgText Rectangle(double x, double y, double width, double height, string attributes, string? tip = null) =>
        Add("rect", $"x=\"{Number(x)}\" y=\"{Number(y)}\" width=\"{Number(width)}\" height=\"{Number(height)}\" {attributes}", tip);

    /// <summary>A line.</summary>
    public SvgText Line(double x1, double y1, double x2, double y2, string attributes) =>
        Add("line", $"x1=\"{Number(x1)}\" y1=\"{Number(y1)}\" x2=\"{Number(x2)}\" y2=\"{Number(y2)}\" {attributes}");

    /// <summary>A line through points.</summary>
    public SvgText Path(IEnumerable<(double X, double Y)> points, string attributes) =>
        Add("path", $"d=\"M{string.Join('L', points.Select(point => $"{Number(point.X)} {Number(point.Y)}"))}\" {attributes}");

    /// <summary>Text at a position.</summary>
    public SvgText Write(double x, double y, string content, string attributes = "")
    {
        text.Append($"<text x=\"{Number(x)}\" y=\"{Number(y)}\" {attributes}>{Html.Text(content)}</text>");
        return this;
    }

    /// <summary>Opens a group.</summary>
    public SvgText Open(string attributes)
    {
        text.Append($"<g {attributes}>");
        return this;
    }

    /// <summary>Closes the last group.</summary>
    public SvgText Close()
    {
        text.Append("</g>");
        return this;
    }

    /// <summary>The whole chart.</summary>
    public override string ToString() => $"{text}</svg>";
}
