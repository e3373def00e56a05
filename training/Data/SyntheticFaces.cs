using SkiaSharp;

namespace EmoMusic.Training.Data;

/// <summary>Style of the drawing.</summary>
public enum DrawingStyle
{
    /// <summary>Dark lines on bright skin.</summary>
    Ink,

    /// <summary>Bright lines on dark skin.</summary>
    Chalk,
}

/// <summary>
/// Simple drawings of faces, for a trial run without FER-2013: brows, eyes and mouth depend on the emotion, and
/// everything else (position, size, tilt, light, noise) is random.
/// </summary>
public static class SyntheticFaces
{
    /// <summary>Default epochs for synthetic faces; a trial run takes a minute or two.</summary>
    public const int Epochs = 8;

    /// <summary>Default learning rate for synthetic faces.</summary>
    public const double LearningRate = 5e-4;

    private const int TrainingImages = 150 * 7;
    private const int ValidationImages = 50 * 7;

    // In label order. Lengths are relative to half the face's width; a positive brow tilt has its inner end low.
    private static readonly Features[] ByLabel =
    [
        new(
            BrowTilt: 0.30, BrowHeight: -0.12, EyeOpen: 0.09,
            MouthCurve: -0.14, MouthOpen: 0.03, MouthWidth: 0.36, Wrinkle: 0),
        new(
            BrowTilt: 0.14, BrowHeight: -0.08, EyeOpen: 0.05,
            MouthCurve: -0.20, MouthOpen: 0.14, MouthWidth: 0.30, Wrinkle: 1),
        new(
            BrowTilt: -0.22, BrowHeight: 0.12, EyeOpen: 0.19,
            MouthCurve: -0.08, MouthOpen: 0.16, MouthWidth: 0.46, Wrinkle: 0),
        new(
            BrowTilt: -0.03, BrowHeight: 0.04, EyeOpen: 0.09,
            MouthCurve: 0.30, MouthOpen: 0.12, MouthWidth: 0.48, Wrinkle: 0),
        new(
            BrowTilt: -0.28, BrowHeight: 0.00, EyeOpen: 0.08,
            MouthCurve: -0.24, MouthOpen: 0.02, MouthWidth: 0.32, Wrinkle: 0),
        new(
            BrowTilt: -0.06, BrowHeight: 0.20, EyeOpen: 0.20,
            MouthCurve: 0.00, MouthOpen: 0.34, MouthWidth: 0.22, Wrinkle: 0),
        new(
            BrowTilt: 0.00, BrowHeight: 0.00, EyeOpen: 0.12,
            MouthCurve: 0.02, MouthOpen: 0.02, MouthWidth: 0.36, Wrinkle: 0),
    ];

    private sealed record Features(
        double BrowTilt, double BrowHeight, double EyeOpen,
        double MouthCurve, double MouthOpen, double MouthWidth, int Wrinkle);

    /// <summary>1,050 training and 350 validation faces, reproducible by seed.</summary>
    public static Dataset Create(int seed) =>
        Splits.Split(Rows(seed, TrainingImages, ValidationImages), "synthetic faces", seed) with
        {
            IsSynthetic = true,
            ValidationName = "synthetic",
        };

    /// <summary>Faces that cycle through the emotions.</summary>
    /// <param name="seed">Seed of everything random.</param>
    /// <param name="training">Number of faces of usage Training.</param>
    /// <param name="validation">Number of faces of usage PublicTest.</param>
    /// <param name="style">Style of the drawing.</param>
    public static FerRows Rows(int seed, int training, int validation, DrawingStyle style = DrawingStyle.Ink)
    {
        var random = new Random(seed);
        var rows = new FerRows();
        for (var i = 0; i < training + validation; i++)
        {
            var label = (byte)(i % Emotions.Count);
            DrawFace(ByLabel[label], style, random, rows.NextPixels());
            rows.Add(label, i < training ? Usage.Training : Usage.PublicTest);
        }

        return rows;
    }

    private static void DrawFace(Features mean, DrawingStyle style, Random random, Span<byte> pixels)
    {
        double Uniform(double middle, double spread) => middle + (spread * ((2 * random.NextDouble()) - 1));
        byte Grey(double value) => (byte)Math.Clamp(value, 0, 255);

        var side = LabelledImages.Side;
        using var bitmap = new SKBitmap(side, side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        var skin = style == DrawingStyle.Ink ? Uniform(170, 60) : Uniform(50, 30);
        var ink = Grey(style == DrawingStyle.Ink ? skin - Uniform(110, 25) : skin + Uniform(130, 25));
        canvas.Clear(Shade(Grey(Uniform(100, 90))));
        canvas.Translate((float)Uniform(side / 2.0, 3), (float)Uniform(side / 2.0, 3));
        canvas.RotateDegrees((float)Uniform(0, 10));
        var unit = (float)Uniform(19, 2.5); // the face's half width in pixels
        canvas.Scale(unit);

        using var fill = new SKPaint { IsAntialias = true, Color = Shade(Grey(skin)) };
        using var dark = new SKPaint { IsAntialias = true, Color = Shade(ink) };
        using var line = new SKPaint
        {
            IsAntialias = true,
            Color = Shade(ink),
            IsStroke = true,
            StrokeWidth = (float)Uniform(0.10, 0.03),
            StrokeCap = SKStrokeCap.Round,
        };

        canvas.DrawOval(0, 0, 1, (float)Uniform(1.22, 0.08), fill);
        var tilt = (float)Uniform(mean.BrowTilt, 0.07);
        var brow = (float)(-0.52 - Uniform(mean.BrowHeight, 0.05));
        var open = (float)Math.Max(0.03, Uniform(mean.EyeOpen, 0.03));
        foreach (var half in (float[])[-1, 1]) // left, right
        {
            canvas.DrawLine(half * 0.20f, brow + (tilt / 2), half * 0.62f, brow - (tilt / 2), line);
            canvas.DrawOval(half * 0.40f, -0.22f, 0.15f, open, dark);
            if (mean.Wrinkle > 0)
            {
                canvas.DrawLine(half * 0.10f, -0.02f, half * 0.24f, 0.14f, line);
            }
        }

        canvas.DrawLine(0, -0.05f, (float)Uniform(0.03, 0.05), 0.22f, line);
        DrawMouth(
            canvas, line, dark,
            Uniform(mean.MouthWidth, 0.05), Uniform(mean.MouthCurve, 0.06), Uniform(mean.MouthOpen, 0.03));

        canvas.Flush();
        var noise = Uniform(8, 6);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Grey(bitmap.GetPixel(i % side, i / side).Red + Uniform(0, noise));
        }
    }

    private static void DrawMouth(SKCanvas canvas, SKPaint line, SKPaint dark, double width, double curve, double open)
    {
        var (corner, middle) = ((float)(0.58 - (curve / 2)), (float)(0.58 + (curve / 2)));
        var half = (float)Math.Max(0, open);
        using var lips = new SKPath();
        lips.MoveTo((float)-width, corner);
        lips.QuadTo(0, middle + (middle - corner) - half, (float)width, corner);
        lips.QuadTo(0, middle + (middle - corner) + half, (float)-width, corner);
        canvas.DrawPath(lips, dark);
        canvas.DrawPath(lips, line);
    }

    private static SKColor Shade(byte grey) => new(grey, grey, grey);
}
