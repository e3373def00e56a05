using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace EmoMusic.Training.Reports;

/// <summary>What all charts have in common: font, colours, a quiet frame, and pixels enough.</summary>
public static class Chart
{
    /// <summary>The format of shares along an axis: whole per cents, and a tenth where ticks stand closer.</summary>
    public const string Share = "0.# %";

    private const int Sharpness = 2; // pixels a unit of length, each way

    /// <summary>An empty chart in the house style.</summary>
    public static Plot New(string title, string remark)
    {
        var plot = new Plot { ScaleFactor = Sharpness };
        plot.FigureBackground.Color = Palette.Paper;
        plot.Axes.AddPanel(new ChartTitle(title, remark));
        plot.Axes.Title.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.MinimumSize = 20; // air, where the axis would be
        plot.Axes.Right.FrameLineStyle.Width = 0;
        plot.Grid.MajorLineColor = Palette.Rule;
        plot.Grid.XAxisStyle.IsVisible = false;
        foreach (var axis in plot.Axes.GetAxes())
        {
            Apply(axis.TickLabelStyle, 12.5f, Palette.Muted, bold: false);
            Apply(axis.Label, 12.5f, Palette.Muted, bold: false);
            axis.FrameLineStyle.Color = Palette.Rule;
            axis.MajorTickStyle.Length = 0;
            axis.MinorTickStyle.Length = 0;
        }

        plot.Axes.Left.FrameLineStyle.Width = 0;
        return plot;
    }

    /// <summary>A label's style in our font.</summary>
    public static LabelStyle Label(float size, Color color, bool bold, Alignment alignment)
    {
        var style = new LabelStyle { Alignment = alignment };
        Apply(style, size, color, bold);
        return style;
    }

    /// <summary>Writes a text at a place of the data.</summary>
    public static Text Write(
        Plot plot, string text, Coordinates place, float size, Color color, bool bold = false,
        Alignment alignment = Alignment.MiddleCenter, float right = 0, float down = 0)
    {
        var label = plot.Add.Text(text, place);
        label.LabelStyle = Label(size, color, bold, alignment);
        label.LabelText = text;
        label.OffsetX = right;
        label.OffsetY = down;
        return label;
    }

    /// <summary>Names along an axis, at 0, 1, 2…</summary>
    public static NumericManual Names(IReadOnlyList<string> names) =>
        new([.. Enumerable.Range(0, names.Count).Select(index => (double)index)], [.. names]);

    /// <summary>Numbers along an axis in a format of .NET, for example <see cref="Share"/>.</summary>
    public static NumericAutomatic Numbers(string format, double above = double.NegativeInfinity) => new()
    {
        LabelFormatter = value => value > above + 1e-6 ? value.ToString(format) : "",
        TickDensity = 0.7,
    };

    /// <summary>Whole numbers along an axis, none after the last epoch.</summary>
    public static NumericAutomatic Epochs(int last) => new()
    {
        LabelFormatter = value => value > last ? "" : $"{value:0}",
        IntegerTicksOnly = true,
        TickDensity = 0.7,
    };

    /// <summary>The picture as PNG.</summary>
    public static byte[] Png(Plot plot, int width = 720, int height = 430)
    {
        using var image = plot.GetImage(width * Sharpness, height * Sharpness);
        plot.Dispose();
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static void Apply(LabelStyle style, float size, Color color, bool bold)
    {
        style.Font = bold ? ChartFont.SemiBold : ChartFont.Regular;
        style.Bold = false; // would thicken the glyphs of the semi-bold font once more
        style.FontSize = size;
        style.ForeColor = color;
    }
}
