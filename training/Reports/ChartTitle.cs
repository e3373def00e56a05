using ScottPlot;

namespace EmoMusic.Training.Reports;

/// <summary>A left-aligned title with a subtitle; ScottPlot's own title is centred.</summary>
public sealed class ChartTitle(string title, string subtitle) : IPanel
{
    private const float LeftEdge = 16;
    private const float Height = 58;

    private readonly LabelStyle titleStyle = Chart.Label(18, Palette.Ink, bold: true, Alignment.UpperLeft);
    private readonly LabelStyle subtitleStyle = Chart.Label(12.5f, Palette.Muted, bold: false, Alignment.UpperLeft);

    /// <inheritdoc/>
    public bool IsVisible { get; set; } = true;

    /// <inheritdoc/>
    public float MinimumSize { get; set; } = Height;

    /// <inheritdoc/>
    public float MaximumSize { get; set; } = Height;

    /// <inheritdoc/>
    public bool ShowDebugInformation { get; set; }

    /// <inheritdoc/>
    public Edge Edge => Edge.Top;

    /// <inheritdoc/>
    public float Measure(Paint paint) => Height;

    /// <inheritdoc/>
    public PixelRect GetPanelRect(PixelRect dataRect, float size, float offset, Paint paint) =>
        new(dataRect.Left, dataRect.Right, dataRect.Top - offset, dataRect.Top - offset - size);

    /// <inheritdoc/>
    public void Render(RenderPack rp, float size, float offset)
    {
        titleStyle.Text = title;
        titleStyle.Render(rp.Canvas, new Pixel(LeftEdge, 12), rp.Paint);
        subtitleStyle.Text = subtitle;
        subtitleStyle.Render(rp.Canvas, new Pixel(LeftEdge, 37), rp.Paint);
    }
}
