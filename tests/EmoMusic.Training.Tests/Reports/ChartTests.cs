using EmoMusic.Training.Reports;
using SkiaSharp;

namespace EmoMusic.Training.Tests.Reports;

public sealed class ChartTests
{
    private static readonly SKRectI TitlePlace = new(32, 20, 500, 62);

    [Fact]
    public void The_embedded_font_has_all_characters_of_the_charts()
    {
        var characters = "0123456789.,%<:;'() ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";

        Assert.Equal("Inter", ChartFont.Regular.FamilyName);
        Assert.True(ChartFont.Regular.ContainsGlyphs(characters));
        Assert.True(ChartFont.SemiBold.ContainsGlyphs(characters));
        Assert.True(ChartFont.SemiBold.FontWeight > ChartFont.Regular.FontWeight);
    }

    [Fact]
    public void All_text_of_a_chart_uses_the_embedded_font()
    {
        using var plot = Chart.New("Confusion", "");
        var written = Chart.Write(plot, "happy", default, 12, Palette.Ink);

        Assert.All(plot.Axes.GetAxes(), axis =>
        {
            Assert.Same(ChartFont.Regular, axis.TickLabelStyle.Font);
            Assert.Same(ChartFont.Regular, axis.Label.Font);
        });
        Assert.Same(ChartFont.Regular, written.LabelStyle.Font);
    }

    [Fact]
    public void Ticks_half_a_percent_apart_are_distinct()
    {
        var ticks = Chart.Numbers(Chart.Share);

        Assert.Equal(["70 %", "70.5 %", "71 %"], new[] { 0.70, 0.705, 0.71 }.Select(ticks.LabelFormatter));
    }

    [Fact]
    public void A_title_has_the_width_of_its_glyphs()
    {
        const int PixelRatio = 2;
        using var font = new SKFont(ChartFont.SemiBold, 18 * PixelRatio);
        font.MeasureText("Will it fill?", out var expected);

        using var image = SKBitmap.Decode(Chart.Png(Chart.New("Will it fill?", "")));

        var columns = Enumerable.Range(TitlePlace.Left - 10, TitlePlace.Width)
            .Where(x => Ink(image, new SKRectI(x, TitlePlace.Top, x + 1, TitlePlace.Bottom)) > 0).ToList();
        Assert.InRange(columns[^1] - columns[0] + 1, expected.Width - 2, expected.Width + 2);
    }

    [Fact]
    public void Only_a_title_leaves_ink_in_its_place()
    {
        var with = Chart.Png(Chart.New("Confusion", ""));
        var without = Chart.Png(Chart.New("", ""));

        Assert.InRange(Ink(with, TitlePlace), 500, 5000);
        Assert.Equal(0, Ink(without, TitlePlace));
    }

    [Fact]
    public void Every_chart_has_a_title_and_axis_labels()
    {
        var report = SomeRun.Report();
        byte[][] charts =
        [
            DistributionChart.Draw(report.Data), CurvesChart.DrawAccuracy(report.History),
            CurvesChart.DrawLoss(report.History), ConfusionChart.Draw(report.Metrics),
            ReliabilityChart.Draw(report.Metrics),
        ];

        Assert.All(charts, chart =>
        {
            using var image = SKBitmap.Decode(chart);
            Assert.True(Ink(chart, TitlePlace) > 500);
            var left = new SKRectI(0, 130, 90, image.Height - 90);
            var below = new SKRectI(100, image.Height - 80, image.Width, image.Height);
            Assert.True(Ink(chart, left) > 100, "no labels on the left");
            Assert.True(Ink(chart, below) > 100, "no labels below");
        });
    }

    [Fact]
    public void A_single_epoch_can_be_plotted()
    {
        var report = SomeRun.Report(epochs: 1);

        Assert.True(Ink(CurvesChart.DrawAccuracy(report.History), TitlePlace) > 500);
    }

    [Fact]
    public void Shades_interpolate_from_paper_to_the_validation_colour()
    {
        Assert.Equal(Palette.Paper, Palette.Shade(0));
        Assert.Equal(Palette.Validation, Palette.Shade(1));
        Assert.Equal((255 + Palette.Validation.R) / 2.0, Palette.Shade(0.5).R, 1.0);
    }

    // Pixels that are clearly darker than paper, grid and pale bars.
    private static int Ink(byte[] png, SKRectI place)
    {
        using var image = SKBitmap.Decode(png);
        return Ink(image, place);
    }

    private static int Ink(SKBitmap image, SKRectI place)
    {
        var dark = 0;
        for (var y = place.Top; y < place.Bottom; y++)
        {
            for (var x = place.Left; x < place.Right; x++)
            {
                dark += image.GetPixel(x, y).Green < 160 ? 1 : 0;
            }
        }

        return dark;
    }
}
