using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>An uploaded photo: upright, greyscale, and downscaled if large.</summary>
/// <param name="Width">The original width, upright.</param>
/// <param name="Height">The original height, upright.</param>
/// <param name="Grey">The decoded pixels, at 1/8 to 8/8 of the original size.</param>
public sealed record Photo(int Width, int Height, GreyImage Grey)
{
    /// <summary>Files whose header claims more pixels are rejected before decoding.</summary>
    public const long MaxPixels = 40_000_000;

    private const int TargetLongSide = 1280; // faces are still larger than the network's 48 pixels

    /// <summary>Original pixels per pixel of <see cref="Grey"/>.</summary>
    public double Scale => (double)Width / Grey.Width;

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
            var found = codec is null ? "not an image" : $"a {codec.EncodedFormat} image";
            throw new PhotoException(415, $"The file is {found}. Send a JPEG, PNG, WebP or BMP file.");
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MaxPixels)
        {
            throw new PhotoException(413, $"The photo has {width} × {height} pixels, more than "
                + $"{MaxPixels / 1_000_000} million. Send a smaller one.");
        }

        var grey = Decode(codec);
        var upright = Orientation.Upright(grey, codec.EncodedOrigin);
        var swapped = Orientation.SwapsSides(codec.EncodedOrigin);
        return swapped ? new Photo(height, width, upright) : new Photo(width, height, upright);
    }

    private static GreyImage Decode(SKCodec codec)
    {
        // JPEG can be decoded at eighths of its size, which saves most of the time for a phone's photo.
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1, (float)TargetLongSide / longer));
        using var bitmap = new SKBitmap();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        if (!bitmap.TryAllocPixels(info))
        {
            throw new PhotoException(413, $"Not enough memory for a photo of {size.Width} × {size.Height} pixels.");
        }

        // Truncated files are common (interrupted uploads), and half a photo gives a wrong result.
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new PhotoException(400, $"The image is damaged ({result}). Send the file again.");
        }

        return new GreyImage(size.Width, size.Height, ToGrey(bitmap.GetPixelSpan()));
    }

    // ITU-R BT.601, as in the training data.
    private static byte[] ToGrey(ReadOnlySpan<byte> rgba)
    {
        var grey = new byte[rgba.Length / 4];
        for (int i = 0, j = 0; i < grey.Length; i++, j += 4)
        {
            grey[i] = (byte)(((rgba[j] * 19595) + (rgba[j + 1] * 38470) + (rgba[j + 2] * 7471) + 32768) >> 16);
        }

        return grey;
    }
}
