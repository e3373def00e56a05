using EmoMusic.Training.Data;
using ScottPlot;
using SkiaSharp;

namespace EmoMusic.Training.Reports;

/// <summary>A face on a sheet.</summary>
/// <param name="Pixels">48×48 grey values, row by row.</param>
/// <param name="Caption">Text below it; may have several lines.</param>
/// <param name="Heat">48×48 heat map values from 0 to 1; null for none.</param>
public sealed record SheetFace(byte[] Pixels, string Caption = "", float[]? Heat = null);

/// <summary>A grid of faces with captions, as one image.</summary>
public static class FaceSheet
{
    private const int Gap = 12;
    private const int LineHeight = 18;
    private const float TextSize = 13;
    private const int PixelRatio = 2;

    /// <summary>Renders the sheet as PNG.</summary>
    /// <param name="faces">In row-major order.</param>
    /// <param name="columns">Faces per row.</param>
    /// <param name="scale">Magnification.</param>
    public static byte[] Draw(IReadOnlyList<SheetFace> faces, int columns, int scale = 2)
    {
        var side = LabelledImages.Side * scale;
        var lines = faces.Max(face => face.Caption.Length == 0 ? 0 : face.Caption.Split('\n').Length);
        var (width, height) = (side + Gap, side + Gap + (lines * LineHeight));
        var rows = (faces.Count + columns - 1) / columns;
        var info = new SKImageInfo((Gap + (columns * width)) * PixelRatio, (Gap + (rows * height)) * PixelRatio);
        using var surface = SKSurface.Create(info);
        var canvas = surface.Canvas;
        canvas.Clear(Colour(Palette.Paper));
        canvas.Scale(PixelRatio);
        for (var i = 0; i < faces.Count; i++)
        {
            var (left, top) = (Gap + (i % columns * width), Gap + (i / columns * height));
            DrawFace(canvas, faces[i], SKRect.Create(left, top, side, side));
            Write(canvas, faces[i].Caption, left, top + side);
        }

        using var image = surface.Snapshot();
        using var png = image.Encode(SKEncodedImageFormat.Png, quality: 100);
        return png.ToArray();
    }

    private static void DrawFace(SKCanvas canvas, SheetFace face, SKRect place)
    {
        using var bitmap = new SKBitmap(LabelledImages.Side, LabelledImages.Side);
        for (var i = 0; i < LabelledImages.Size; i++)
        {
            var (grey, heat) = (face.Pixels[i], face.Heat?[i] ?? 0);
            var hot = Palette.Training;
            var colour = new SKColor(Mix(grey, hot.R, heat), Mix(grey, hot.G, heat), Mix(grey, hot.B, heat));
            bitmap.SetPixel(i % LabelledImages.Side, i / LabelledImages.Side, colour);
        }

        using var image = SKImage.FromBitmap(bitmap);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKFilterMode.Nearest));

        static byte Mix(byte grey, byte colour, float heat) => (byte)(grey + ((colour - grey) * 0.8f * heat));
    }

    private static void Write(SKCanvas canvas, string caption, float left, float top)
    {
        using var font = new SKFont(ChartFont.Regular, TextSize);
        using var ink = new SKPaint { Color = Colour(Palette.Ink), IsAntialias = true };
        foreach (var (index, line) in caption.Split('\n').Index())
        {
            canvas.DrawText(line, left, top + ((index + 1) * LineHeight) - 3, SKTextAlign.Left, font, ink);
        }
    }

    private static SKColor Colour(Color color) => new(color.R, color.G, color.B);
}
