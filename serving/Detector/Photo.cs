using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>An uploaded photo: upright, and downscaled if large.</summary>
public sealed class Photo : IDisposable
{
    /// <summary>Files whose header claims more pixels are rejected before decoding.</summary>
    public const long MaxPixels = 40_000_000;

    private const int MaxLongSide = 2560; // of what is decoded at full size only, such as PNG
    private const int TargetLongSide = 1280; // faces are still larger than the network's 48 pixels

    private const int QuickLongSide = 900;   // enough for one large face

    private const int LargePixels = 8_000_000;

    private static readonly Lock LargePhotos = new();

    private readonly Lazy<GreyImage> grey;

    private Photo(int width, int height, SKBitmap pixels, bool isQuick)
    {
        (Width, Height, Pixels, IsQuick) = (width, height, pixels, isQuick);
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

    /// <summary>Whether <see cref="Decode(ReadOnlySpan{byte})"/> would give more pixels than <see cref="DecodeQuickly"/> did.</summary>
    public bool IsQuick { get; }

    /// <summary>Original pixels per decoded pixel.</summary>
    public double Scale => (double)Width / Pixels.Width;

    /// <summary>Decodes a JPEG, PNG, WebP or BMP file, and rotates it by its EXIF orientation.</summary>
    /// <exception cref="PhotoException">The format is not supported, or the file is damaged or too large.</exception>
    public static Photo Decode(ReadOnlySpan<byte> file) => Decode(file, TargetLongSide);

    /// <summary>The same at a lower resolution where that saves time: for JPEG files from a phone.</summary>
    /// <exception cref="PhotoException">The format is not supported, or the file is damaged or too large.</exception>
    public static Photo DecodeQuickly(ReadOnlySpan<byte> file) => Decode(file, QuickLongSide);

    /// <inheritdoc/>
    public void Dispose() => Pixels.Dispose();

    private static Photo Decode(ReadOnlySpan<byte> file, int longSide)
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
        var size = SizeFor(codec, longSide);
        var isQuick = size != SizeFor(codec, TargetLongSide);
        var upright = Orientation.Upright(Decode(codec, file, size), origin);
        return Orientation.SwapsSides(origin)
            ? new Photo(height, width, upright, isQuick) : new Photo(width, height, upright, isQuick);
    }

    // JPEG can be decoded at eighths of its size, which saves most of the time for a phone's photo.
    private static SKSizeI SizeFor(SKCodec codec, int longSide) => codec.GetScaledDimensions(
        Math.Min(1, (float)longSide / Math.Max(codec.Info.Width, codec.Info.Height)));

    private static SKBitmap Decode(SKCodec codec, ReadOnlySpan<byte> file, SKSizeI size)
    {
        if ((long)size.Width * size.Height < LargePixels)
        {
            return DecodeAtOnce(codec, file, size);
        }

        lock (LargePhotos) // up to 160 MB each: one at a time
        {
            return DecodeAtOnce(codec, file, size);
        }
    }

    private static SKBitmap DecodeAtOnce(SKCodec codec, ReadOnlySpan<byte> file, SKSizeI size)
    {
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
            throw ImageFormat.RefuseRare(file)
                ?? new PhotoException(400, $"The image is damaged ({result}). Send the file again.");
        }

        if (codec.Info.AlphaType != SKAlphaType.Opaque)
        {
            using var canvas = new SKCanvas(bitmap);
            canvas.DrawColor(SKColors.White, SKBlendMode.DstOver); // behind what is transparent, as on a page
        }

        var longer = Math.Max(size.Width, size.Height);
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
