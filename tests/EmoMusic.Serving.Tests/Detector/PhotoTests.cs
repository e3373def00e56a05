using EmoMusic.Serving.Detector;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector;

public class PhotoTests
{
    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public void Png_jpeg_and_webp_are_decoded(SKEncodedImageFormat format)
    {
        var photo = Photo.Decode(Some.Picture(64, 40, format));

        Assert.Equal((64, 40), (photo.Width, photo.Height));
        Assert.Equal((64, 40, 64 * 40), (photo.Grey.Width, photo.Grey.Height, photo.Grey.Pixels.Length));
    }

    [Fact]
    public void Bmp_is_decoded() => Assert.All(Photo.Decode(Some.Bmp(7, 5)).Grey.Pixels, grey => Assert.Equal(100, grey));

    [Fact]
    public void Colours_become_grey_by_bt_601()
    {
        using var bitmap = new SKBitmap(3, 1, SKColorType.Rgba8888, SKAlphaType.Opaque);
        bitmap.Pixels = [new SKColor(255, 0, 0), new SKColor(0, 255, 0), new SKColor(0, 0, 255)];
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal([76, 150, 29], Photo.Decode(png.ToArray()).Grey.Pixels);
    }

    [Fact]
    public void Greyscale_values_are_decoded_exactly()
    {
        using var bitmap = new SKBitmap(256, 1, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var i = 0; i < 256; i++)
        {
            bitmap.SetPixel(i, 0, new SKColor((byte)i, (byte)i, (byte)i));
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        Assert.Equal(Enumerable.Range(0, 256).Select(i => (byte)i), Photo.Decode(png.ToArray()).Grey.Pixels);
    }

    [Theory]
    [InlineData(SKEncodedOrigin.TopLeft, "ab cd ef")]
    [InlineData(SKEncodedOrigin.TopRight, "ba dc fe")]
    [InlineData(SKEncodedOrigin.BottomRight, "fe dc ba")]
    [InlineData(SKEncodedOrigin.BottomLeft, "ef cd ab")]
    [InlineData(SKEncodedOrigin.LeftTop, "ace bdf")]
    [InlineData(SKEncodedOrigin.RightTop, "eca fdb")]
    [InlineData(SKEncodedOrigin.RightBottom, "fdb eca")]
    [InlineData(SKEncodedOrigin.LeftBottom, "bdf ace")]
    public void All_eight_exif_orientations_are_rotated_upright(SKEncodedOrigin origin, string upright)
    {
        var lying = new SKBitmap(2, 3, SKColorType.Rgba8888, SKAlphaType.Opaque);
        lying.Pixels = [.. "abcdef".Select(letter => new SKColor((byte)letter, 0, 0))];

        using var turned = Orientation.Upright(lying, origin);

        var rows = turned.Pixels.Select(pixel => (char)pixel.Red).Chunk(turned.Width).Select(row => new string(row));
        Assert.Equal(upright, string.Join(' ', rows));
    }

    [Fact]
    public void Exif_orientation_is_applied()
    {
        var lying = Exif.WithOrientation(Some.Picture(80, 48, SKEncodedImageFormat.Jpeg), 6);

        var photo = Photo.Decode(lying);

        Assert.Equal((48, 80), (photo.Width, photo.Height));
        Assert.Equal((48, 80), (photo.Grey.Width, photo.Grey.Height));
    }

    [Fact]
    public void A_large_jpeg_is_decoded_at_reduced_size()
    {
        var photo = Photo.Decode(Some.Picture(4000, 3000, SKEncodedImageFormat.Jpeg));

        Assert.Equal((4000, 3000), (photo.Width, photo.Height));
        Assert.InRange(photo.Grey.Width, 1280, 2000);
        Assert.Equal(4000.0 / photo.Grey.Width, photo.Scale);
    }

    [Fact]
    public void Only_large_jpegs_are_decoded_quickly()
    {
        using var phone = Photo.DecodeQuickly(Some.Picture(4000, 3000, SKEncodedImageFormat.Jpeg));
        using var webcam = Photo.DecodeQuickly(Some.Picture(640, 480, SKEncodedImageFormat.Jpeg));
        using var png = Photo.DecodeQuickly(Some.Picture(2000, 1500, SKEncodedImageFormat.Png));

        Assert.Equal((true, 1000, 750), (phone.IsQuick, phone.Pixels.Width, phone.Pixels.Height));
        Assert.Equal((false, 640), (webcam.IsQuick, webcam.Pixels.Width));
        Assert.Equal((false, 2000), (png.IsQuick, png.Pixels.Width));
    }

    [Fact]
    public void A_file_that_is_not_an_image_is_rejected() => PhotoAssert.Refused(
        415, "The file is not an image. Send a JPEG, PNG, WebP or BMP file.", "words"u8.ToArray());

    [Fact]
    public void An_empty_body_is_rejected() => PhotoAssert.Refused(
        400, "The request is empty. Send an image file as the body.", []);

    [Fact]
    public void A_truncated_image_is_rejected() => PhotoAssert.Refused(
        400, "The image is damaged (IncompleteInput). Send the file again.",
        Some.Picture(200, 200, SKEncodedImageFormat.Jpeg)[..^400]);

    [Fact]
    public void Oversized_images_are_rejected_before_decoding() => PhotoAssert.Refused(
        413, "The photo has 60000 × 60000 pixels, more than 40 million. Send a smaller one.",
        OversizedPng.Png(60000, 60000));
}
