using SkiaSharp;

namespace EmoMusic.Training.Data;

/// <summary>What faces are drawn with.</summary>
public enum DrawingStyle
{
    /// <summary>Dark lines on bright skin.</summary>
    Ink,

    /// <summary>Bright lines on dark skin.</summary>
    Chalk,
}

/// <summary>
/// A small set of drawn faces, for a trial run without FER-2013: brows, eyes and mouth are parameters of the emotion,
/// and everything else (place, size, tilt, light, noise) is drawn by lot.
/// </summary>
public static class SyntheticFaces
{
    /// <summary>Epochs and learning rate for drawings, a minute or two, unless the user says otherwise.</summary>
    public const int Epochs = 8;

    /// <inheritdoc cref="Epochs"/>
    public const double LearningRate = 5e-4;

    private const int TrainingImages = 150 * 7;
    private const int ValidationImages = 50 * 7;

    // In label order. Lengths are shares of the face's half width; a brow tilts positively where its inner end is low.
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

    /// <summary>1,050 faces to learn from and 350 to be judged by, the same for the same seed.</summary>
    public static Dataset Create(int seed) =>
        Splits.Split(Rows(seed, TrainingImages, ValidationImages), "drawn faces", seed) with
        {
            IsSynthetic = true,
            ValidationName = "drawn",
        };

    /// <summary>Faces of each emotion in turn.</summary>
    /// <param name="seed">The same seed draws the same faces.</param>
    /// <param name="training">How many are of usage Training.</param>
    /// <param name="validation">How many more are of usage PublicTest.</param>
    /// <param name="style">What they are drawn with.</param>
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
        double Around(double middle, double spread) => middle + (spread * ((2 * random.NextDouble()) - 1));
        byte Grey(double value) => (byte)Math.Clamp(value, 0, 255);

        var side = LabelledImages.Side;
        using var bitmap = new SKBitmap(side, side, SKColorType.Gray8, SKAlphaType.Opaque);
        using var canvas = new SKCanvas(bitmap);
        var skin = style == DrawingStyle.Ink ? Around(170, 60) : Around(50, 30);
        var ink = Grey(style == DrawingStyle.Ink ? skin - Around(110, 25) : skin + Around(130, 25));
        canvas.Clear(Shade(Grey(Around(100, 90))));
        canvas.Translate((float)Around(side / 2.0, 3), (float)Around(side / 2.0, 3));
        canvas.RotateDegrees((float)Around(0, 10));
        var unit = (float)Around(19, 2.5); // the face's half width in pixels
        canvas.Scale(unit);

        using var fill = new SKPaint { IsAntialias = true, Color = Shade(Grey(skin)) };
        using var dark = new SKPaint { IsAntialias = true, Color = Shade(ink) };
        using var line = new SKPaint
        {
            IsAntialias = true,
            Color = Shade(ink),
            IsStroke = true,
            StrokeWidth = (float)Around(0.10, 0.03),
            StrokeCap = SKStrokeCap.Round,
        };

        canvas.DrawOval(0, 0, 1, (float)Around(1.22, 0.08), fill);
        var tilt = (float)Around(mean.BrowTilt, 0.07);
        var brow = (float)(-0.52 - Around(mean.BrowHeight, 0.05));
        var open = (float)Math.Max(0.03, Around(mean.EyeOpen, 0.03));
        foreach (var half in (float[])[-1, 1]) // left, right
        {
            canvas.DrawLine(half * 0.20f, brow + (tilt / 2), half * 0.62f, brow - (tilt / 2), line);
            canvas.DrawOval(half * 0.40f, -0.22f, 0.15f, open, dark);
            if (mean.Wrinkle > 0)
            {
                canvas.DrawLine(half * 0.10f, -0.02f, half * 0.24f, 0.14f, line);
            }
        }

        canvas.DrawLine(0, -0.05f, (float)Around(0.03, 0.05), 0.22f, line);
        DrawMouth(
            canvas, line, dark,
            Around(mean.MouthWidth, 0.05), Around(mean.MouthCurve, 0.06), Around(mean.MouthOpen, 0.03));

        canvas.Flush();
        var noise = Around(8, 6);
        for (var i = 0; i < pixels.Length; i++)
        {
            pixels[i] = Grey(bitmap.GetPixel(i % side, i / side).Red + Around(0, noise));
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
