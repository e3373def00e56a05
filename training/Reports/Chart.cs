using ScottPlot;
using ScottPlot.Plottables;
using ScottPlot.TickGenerators;

namespace EmoMusic.Training.Reports;

/// <summary>Common style of all charts.</summary>
public static class Chart
{
    /// <summary>Axis format of percentages, with a decimal only if needed.</summary>
    public const string Share = "0.# %";

    private const int PixelRatio = 2;

    /// <summary>An empty chart.</summary>
    public static Plot New(string title, string subtitle)
    {
        var plot = new Plot { ScaleFactor = PixelRatio };
        plot.FigureBackground.Color = Palette.Paper;
        plot.Axes.AddPanel(new ChartTitle(title, subtitle));
        plot.Axes.Title.IsVisible = false;
        plot.Axes.Top.IsVisible = false;
        plot.Axes.Right.MinimumSize = 20; // margin
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

    /// <summary>A label style with the charts' font.</summary>
    public static LabelStyle Label(float size, Color color, bool bold, Alignment alignment)
    {
        var style = new LabelStyle { Alignment = alignment };
        Apply(style, size, color, bold);
        return style;
    }

    /// <summary>Adds text at data coordinates.</summary>
    public static Text Write(
        Plot plot, string text, Coordinates position, float size, Color color, bool bold = false,
        Alignment alignment = Alignment.MiddleCenter, float right = 0, float down = 0)
    {
        var label = plot.Add.Text(text, position);
        label.LabelStyle = Label(size, color, bold, alignment);
        label.LabelText = text;
        label.OffsetX = right;
        label.OffsetY = down;
        return label;
    }

    /// <summary>Category ticks at 0, 1, 2…</summary>
    public static NumericManual Names(IReadOnlyList<string> names) =>
        new([.. Enumerable.Range(0, names.Count).Select(index => (double)index)], [.. names]);

    /// <summary>Numeric ticks in a .NET format, such as <see cref="Share"/>.</summary>
    public static NumericAutomatic Numbers(string format, double above = double.NegativeInfinity) => new()
    {
        LabelFormatter = value => value > above + 1e-6 ? value.ToString(format) : "",
        TickDensity = 0.7,
    };

    /// <summary>Integer ticks up to the last epoch.</summary>
    public static NumericAutomatic Epochs(int last) => new()
    {
        LabelFormatter = value => value > last ? "" : $"{value:0}",
        IntegerTicksOnly = true,
        TickDensity = 0.7,
    };

    /// <summary>Renders the chart as PNG.</summary>
    public static byte[] Png(Plot plot, int width = 720, int height = 430)
    {
        using var image = plot.GetImage(width * PixelRatio, height * PixelRatio);
        plot.Dispose();
        return image.GetImageBytes(ImageFormat.Png);
    }

    private static void Apply(LabelStyle style, float size, Color color, bool bold)
    {
        style.Font = bold ? ChartFont.SemiBold : ChartFont.Regular;
        style.Bold = false; // would embolden the semi-bold font
        style.FontSize = size;
        style.ForeColor = color;
    }
}
