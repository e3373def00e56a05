using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>An uploaded photo: upright, and downscaled if large.</summary>
public sealed class Photo : IDisposable
{
    /// <summary>Files whose header claims more pixels are rejected before decoding.</summary>
    public const long MaxPixels = 40_000_000;

    private const int MaxLongSide = 2560; // of what is decoded at full size only, such as PNG
    private const int TargetLongSide = 1280; // faces are still larger than the network's 48 pixels

    private readonly Lazy<GreyImage> grey;

    private Photo(int width, int height, SKBitmap pixels)
    {
        (Width, Height, Pixels) = (width, height, pixels);
        grey = new(() => GreyImage.FromRgba(pixels));
    }

    /// <summary>The original width, upright.</summary>
    public int Width { get; }

    /// <summary>The original height, upright.</summary>
    public int Height { get; }

    /// <summary>The decoded pixels in colour, RGBA.</summary>
    public SKBitmap Pixels { get; }

    /// <summary>The decoded pixels in grey.</summary>
    public GreyImage Grey => grey.Value;

    /// <summary>Original pixels per decoded pixel.</summary>
    public double Scale => (double)Width / Pixels.Width;

    /// <summary>Decodes a JPEG, PNG, WebP or BMP file, and rotates it by its EXIF orientation.</summary>
    /// <exception cref="PhotoException">The format is not supported, or the file is damaged or too large.</exception>
    public static Photo Decode(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new PhotoException(400, "The request is empty. Send an image file as the body.");
        }

        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png
            or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp))
        {
            throw ImageFormat.Refuse(file);
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels)
        {
            throw new PhotoException(413, $"The photo has {width} × {height} pixels, more than "
                + $"{MaxPixels / 1_000_000} million. Send a smaller one.");
        }

        var origin = ExifOrientation.Of(file, codec);
        var upright = Orientation.Upright(Decode(codec, file), origin);
        var swapped = Orientation.SwapsSides(origin);
        return swapped ? new Photo(height, width, upright) : new Photo(width, height, upright);
    }

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    private static SKBitmap Decode(SKCodec codec, ReadOnlySpan<byte> file)
    {
        // JPEG can be decoded at eighths of its size, which saves most of the time for a phone's photo.
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1, (float)TargetLongSide / longer));
        var bitmap = new SKBitmap();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        if (!bitmap.TryAllocPixels(info))
        {
            bitmap.Dispose();
            throw new PhotoException(413, $"Not enough memory for a photo of {size.Width} × {size.Height} pixels.");
        }

        // Truncated files are common (interrupted uploads), and half a photo gives a wrong result.
        var result = codec.GetPixels(info, bitmap.GetPixels());
        var almostComplete = result != SKCodecResult.Success && codec.EncodedFormat == SKEncodedImageFormat.Jpeg
            && TruncatedJpeg.TryDecode(file, info, bitmap.GetPixels());
        if (result != SKCodecResult.Success && !almostComplete)
        {
            bitmap.Dispose();
            throw new PhotoException(400, $"The image is damaged ({result}). Send the file again.");
        }

        if (codec.Info.AlphaType != SKAlphaType.Opaque)
        {
            using var canvas = new SKCanvas(bitmap);
            canvas.DrawColor(SKColors.White, SKBlendMode.DstOver); // behind what is transparent, as on a page
        }

        longer = Math.Max(size.Width, size.Height);
        return longer > MaxLongSide ? Downscale(bitmap, (double)TargetLongSide / longer) : bitmap;
    }

    private static SKBitmap Downscale(SKBitmap bitmap, double scale)
    {
        using (bitmap)
        {
            var size = new SKSizeI(
                (int)Math.Max(1, Math.Round(bitmap.Width * scale)), (int)Math.Max(1, Math.Round(bitmap.Height * scale)));
            return bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }
    }
}
