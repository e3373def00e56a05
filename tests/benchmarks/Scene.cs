using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>A face of the data set pasted into a photo, and its location.</summary>
internal sealed record Scene(byte[] Jpeg, SKRectI Face)
{
    private const int Width = 640;
    private const int Height = 480;
    private const int SmallestFace = 96;
    private const int LargestFace = 300;

    /// <summary>Enlarges a face to 96–300 pixels, turns it, and puts it somewhere into a part of a photo.</summary>
    public static Scene Compose(FerFace face, SKBitmap background, Random random, float angle = 0)
    {
        using var small = new SKBitmap(new SKImageInfo(48, 48, SKColorType.Gray8, SKAlphaType.Opaque));
        face.Pixels.CopyTo(small.GetPixelSpan());
        using var image = SKImage.FromBitmap(small);

        var side = random.Next(SmallestFace, LargestFace + 1);
        var place = SKRectI.Create(random.Next(0, Width - side + 1), random.Next(0, Height - side + 1), side, side);
        using var scene = new SKBitmap(Width, Height);
        using var canvas = new SKCanvas(scene);
        canvas.DrawImage(SKImage.FromBitmap(background), PartOf(background, random), new SKRect(0, 0, Width, Height),
            new SKSamplingOptions(SKCubicResampler.Mitchell));
        canvas.RotateDegrees(angle, place.MidX, place.MidY);
        canvas.DrawImage(image, place, new SKSamplingOptions(SKCubicResampler.Mitchell));
        using var jpeg = scene.Encode(SKEncodedImageFormat.Jpeg, 90);
        return new(jpeg.ToArray(), place);
    }

    // A random crop with the scene's aspect ratio, at least half the photo's size.
    private static SKRect PartOf(SKBitmap photo, Random random)
    {
        var widest = Math.Min(photo.Width, photo.Height * Width / Height);
        var width = widest * (0.5f + (random.NextSingle() / 2));
        var height = width * Height / Width;
        var (left, top) = (random.NextSingle() * (photo.Width - width), random.NextSingle() * (photo.Height - height));
        return new(left, top, left + width, top + height);
    }
}
