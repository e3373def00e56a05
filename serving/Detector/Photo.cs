using SkiaSharp;

namespace EmoMusic.Serving.Detector;

/// <summary>A photo that was sent: upright, in grey, and not larger than it needs to be.</summary>
/// <param name="Width">In the photo's own pixels, upright.</param>
/// <param name="Height">In the photo's own pixels, upright.</param>
/// <param name="Grey">What was decoded; its sides may be an eighth of the photo's, and up to all of them.</param>
public sealed record Photo(int Width, int Height, GreyImage Grey)
{
    /// <summary>The most pixels that are decoded; a file that says it has more is refused unread.</summary>
    public const long MostPixels = 40_000_000;

    private const int EnoughPixels = 1280; // on the longer side; a face in it is still larger than the network's 48

    /// <summary>The photo's pixels in one of <see cref="Grey"/>'s.</summary>
    public double Scale => (double)Width / Grey.Width;

    /// <summary>Decodes a JPEG, PNG, WebP or BMP file and turns it upright by its EXIF.</summary>
    /// <exception cref="PhotoException">It is none of these, damaged, or too large.</exception>
    public static Photo Decode(ReadOnlySpan<byte> file)
    {
        if (file.IsEmpty)
        {
            throw new PhotoException(400, "Found an empty request, expected a photo. Send the image file as the body.");
        }

        using var data = SKData.CreateCopy(file);
        using var codec = SKCodec.Create(data);
        if (codec is null || codec.EncodedFormat is not (SKEncodedImageFormat.Jpeg or SKEncodedImageFormat.Png
            or SKEncodedImageFormat.Webp or SKEncodedImageFormat.Bmp))
        {
            var found = codec is null ? "a file that is no image" : $"an image of the type {codec.EncodedFormat}";
            throw new PhotoException(415, $"Found {found}, expected JPEG, PNG, WebP or BMP. Send one of these.");
        }

        var (width, height) = (codec.Info.Width, codec.Info.Height);
        if ((long)width * height > MostPixels)
        {
            throw new PhotoException(413, $"Found a photo of {width} × {height} pixels, expected at most "
                + $"{MostPixels / 1_000_000} million. Send a smaller one.");
        }

        var grey = Decode(codec);
        var turned = Orientation.Upright(grey, codec.EncodedOrigin);
        var sideways = Orientation.SwapsSides(codec.EncodedOrigin);
        return sideways ? new Photo(height, width, turned) : new Photo(width, height, turned);
    }

    private static GreyImage Decode(SKCodec codec)
    {
        // JPEG can be decoded to eighths of its size, which is most of the time saved on a phone's photo.
        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1, (float)EnoughPixels / longer));
        using var bitmap = new SKBitmap();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        if (!bitmap.TryAllocPixels(info))
        {
            throw new PhotoException(413, $"There is no memory for a photo of {size.Width} × {size.Height} pixels now.");
        }

        // A file that ends early is common enough (a broken upload) and is no photo that somebody wants to be judged by.
        var result = codec.GetPixels(info, bitmap.GetPixels());
        if (result != SKCodecResult.Success)
        {
            throw new PhotoException(400, $"Found an image that is damaged ({result}), expected a whole one. "
                + "Send the file again.");
        }

        return new GreyImage(size.Width, size.Height, ToGrey(bitmap.GetPixelSpan()));
    }

    // ITU-R BT.601, which the faces that the network learnt from were made grey by.
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
