using SkiaSharp;

namespace EmoMusic.TestKit;

/// <summary>How a photo is altered.</summary>
/// <param name="Name">For tables.</param>
public sealed record Alteration(string Name)
{
    /// <summary>Degrees that the photo is turned by, either way at random.</summary>
    public float Angle { get; init; }

    /// <summary>The face's side in pixels, from and to.</summary>
    public (int From, int To) Size { get; init; } = (80, 200);

    /// <summary>Drawn over the upright face, whose box is given.</summary>
    public Action<SKCanvas, SKRect>? Cover { get; init; }

    /// <summary>Standard deviation of a blur, as a share of the face's side.</summary>
    public float Blur { get; init; }

    /// <summary>Those that the face detector is measured with.</summary>
    public static IReadOnlyList<Alteration> All { get; } =
    [
        new("upright"),
        new("turned by 15°") { Angle = 15 },
        new("turned by 30°") { Angle = 30 },
        new("turned by 45°") { Angle = 45 },
        new("turned by 90°") { Angle = 90 },
        new("turned by 180°") { Angle = 180 },
        Dark(.15f),
        new("backlit") { Cover = Backlight },
        new("light from one side") { Cover = SideLight },
        new("with a mask") { Cover = Mask },
        new("one side covered") { Cover = HalfCovered },
        new("face of 40 px") { Size = (40, 40) },
        new("face of 30 px") { Size = (30, 30) },
        new("face of 20 px") { Size = (20, 20) },
        new("blur of 10 % of the face") { Blur = .1f },
    ];

    /// <summary>A dark photo.</summary>
    public static Alteration Dark(float brightness) =>
        new($"brightness × {brightness}") { Cover = (canvas, _) => Multiply(canvas, brightness) };

    private static void Multiply(SKCanvas canvas, float factor) =>
        canvas.DrawColor(new SKColor((byte)(factor * 255), (byte)(factor * 255), (byte)(factor * 255)), SKBlendMode.Multiply);

    // The person at 0.3 of the brightness, soft-edged, before a wall of light.
    private static void Backlight(SKCanvas canvas, SKRect face)
    {
        Multiply(canvas, .3f);
        using var paint = new SKPaint();
        paint.Shader = SKShader.CreateRadialGradient(
            new SKPoint(face.MidX, face.MidY), face.Width * 1.6f, [SKColors.White.WithAlpha(0), SKColors.White.WithAlpha(0), SKColors.White.WithAlpha(235)],
            [0, .55f, 1], SKShaderTileMode.Clamp);
        canvas.DrawPaint(paint);
    }

    private static void SideLight(SKCanvas canvas, SKRect face)
    {
        using var paint = new SKPaint { BlendMode = SKBlendMode.Multiply };
        paint.Shader = SKShader.CreateLinearGradient(
            new SKPoint(face.Left, face.MidY), new SKPoint(face.Right, face.MidY), [new SKColor(20, 20, 20), SKColors.White],
            SKShaderTileMode.Clamp);
        canvas.DrawPaint(paint);
    }

    private static void Mask(SKCanvas canvas, SKRect face)
    {
        using var paint = new SKPaint { Color = new SKColor(165, 195, 215), IsAntialias = true };
        canvas.DrawRoundRect(
            face.Left + (.1f * face.Width), face.Top + (.5f * face.Height), .8f * face.Width, .6f * face.Height,
            .25f * face.Width, .25f * face.Height, paint);
    }

    private static void HalfCovered(SKCanvas canvas, SKRect face)
    {
        using var paint = new SKPaint { Color = new SKColor(60, 45, 40) };
        canvas.DrawRect(face.MidX, face.Top - (.2f * face.Height), .7f * face.Width, 1.4f * face.Height, paint);
    }
}

/// <summary>A photo of 640 × 480 pixels with a face in it.</summary>
/// <param name="Jpeg">The file.</param>
/// <param name="Face">Where the face is, forehead to chin, before it was turned about its centre.</param>
public sealed record AlteredPhoto(byte[] Jpeg, SKRect Face)
{
    /// <summary>Whether a box is about as large as the face, and about where it is.</summary>
    public bool IsFoundAt(double x, double y, double width, double height) =>
        Math.Abs(x + (width / 2) - Face.MidX) < .35 * Face.Width && Math.Abs(y + (height / 2) - Face.MidY) < .35 * Face.Width
        && Math.Max(width, height) > .6 * Face.Width && Math.Max(width, height) < 1.6 * Face.Width;
}

/// <summary>
/// Photos made of two real ones with three faces, which are moved, scaled, flipped and altered, before parts of photos
/// without people.
/// </summary>
public sealed class AlteredPhotos : IDisposable
{
    private const int Width = 640;
    private const int Height = 480;

    // Forehead to chin, by eye.
    private static readonly (string File, SKRect Face)[] Faces =
    [
        ("one-face.png", SKRect.Create(173, 74, 104, 104)),
        ("two-faces.jpg", SKRect.Create(236, 76, 152, 152)),
        ("two-faces.jpg", SKRect.Create(790, 100, 154, 154)),
    ];

    private static readonly SKSamplingOptions Sampling = new(SKFilterMode.Linear, SKMipmapMode.Linear);

    private readonly SKImage[] photos;
    private readonly SKImage[] backgrounds;

    /// <param name="folder">With the two photos, and others called no-face-*.</param>
    public AlteredPhotos(string folder)
    {
        photos = [.. Faces.Select(face => SKImage.FromEncodedData(Path.Combine(folder, face.File)))];
        backgrounds = [.. Directory.GetFiles(folder, "no-face-*").Order(StringComparer.Ordinal).Select(LoadAtFullSize)];
    }

    /// <summary>One of them.</summary>
    /// <param name="alteration">How it is altered.</param>
    /// <param name="seed">Which face, where, how large, and flipped or not: the same for all alterations of this size.</param>
    public AlteredPhoto Compose(Alteration alteration, int seed)
    {
        var random = new Random(seed);
        var (photo, face) = (photos[seed % photos.Length], Faces[seed % photos.Length].Face);
        var size = random.Next(alteration.Size.From, alteration.Size.To + 1);
        var centre = new SKPoint(
            size + (random.NextSingle() * (Width - (2 * size))), size + (random.NextSingle() * (Height - (2 * size))));
        var (flip, sign) = (random.Next(2) == 0 ? -1 : 1, random.Next(2) == 0 ? -1 : 1);
        using var bitmap = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(bitmap);
        canvas.DrawImage(backgrounds[random.Next(backgrounds.Length)], 0, 0);

        var upright = SKRect.Create(centre.X - (size / 2f), centre.Y - (size / 2f), size, size);
        canvas.Save();
        canvas.RotateDegrees(alteration.Angle * sign, centre.X, centre.Y);
        canvas.ClipRect(SKRect.Inflate(upright, .9f * size, .7f * size)); // no second face
        canvas.Save();
        canvas.Translate(centre.X, centre.Y);
        canvas.Scale(flip * size / face.Width, size / face.Height);
        canvas.DrawImage(photo, -face.MidX, -face.MidY, Sampling);
        canvas.Restore();
        alteration.Cover?.Invoke(canvas, upright);
        canvas.Restore();
        return new(Encode(bitmap, alteration.Blur * size), upright);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Array.ForEach(photos, photo => photo.Dispose());
        Array.ForEach(backgrounds, photo => photo.Dispose());
    }

    // Once, because scaling takes longer than the rest of a photo.
    private static SKImage LoadAtFullSize(string path)
    {
        using var photo = SKImage.FromEncodedData(path);
        using var surface = SKSurface.Create(new SKImageInfo(Width, Height));
        surface.Canvas.DrawImage(photo, new SKRect(0, 0, Width, Height), Sampling);
        return surface.Snapshot();
    }

    private static byte[] Encode(SKBitmap bitmap, float blur)
    {
        using var result = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(result);
        using var paint = new SKPaint();
        paint.ImageFilter = blur > 0 ? SKImageFilter.CreateBlur(blur, blur) : null;
        canvas.DrawBitmap(bitmap, 0, 0, paint);
        using var jpeg = result.Encode(SKEncodedImageFormat.Jpeg, 90);
        return jpeg.ToArray();
    }
}
