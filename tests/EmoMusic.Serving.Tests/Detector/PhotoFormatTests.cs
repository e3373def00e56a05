using System.Buffers.Binary;
using System.Text;
using EmoMusic.Serving.Detector;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>Files by their first bytes, EXIF wherever it is written, transparency.</summary>
public class PhotoFormatTests
{
    [Theory]
    [InlineData("\0\0\0\u0018ftypheic\0\0\0\0mif1heic", "a HEIC")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1miaf", "a HEIC")]
    [InlineData("\0\0\0\u0018ftypmif1\0\0\0\0mif1avif", "an AVIF")]
    [InlineData("\0\0\0\u0018ftypavif\0\0\0\0mif1miaf", "an AVIF")]
    [InlineData("II*\0\b\0\0\0", "a TIFF or raw")]
    [InlineData("MM\0*\0\0\0\b", "a TIFF or raw")]
    [InlineData("\0\0\0\fjP  \r\n\u0087\n", "a JPEG 2000")]
    [InlineData("\u00ff\u004f\u00ff\u0051\0/", "a JPEG 2000")]
    [InlineData("\0\0\0\fJXL \r\n\u0087\n", "a JPEG XL")]
    [InlineData("GIF89a\u0001\0\u0001\0", "a GIF")]
    [InlineData("<svg xmlns='http://www.w3.org/2000/svg'/>", "an SVG")]
    public void Other_image_types_are_rejected_by_name(string file, string name) => PhotoAssert.Refused(
        415, $"The file is {name} image. Save it as JPEG, and send that.", Encoding.Latin1.GetBytes(file));

    [Theory]
    [InlineData("\0\0\0\u0018ftypisom\0\0\u0002\0isomavc1", "an MP4 or QuickTime video")]
    [InlineData("%PDF-1.7\n", "a PDF document")]
    public void Other_files_are_rejected_by_name(string file, string name) => PhotoAssert.Refused(
        415, $"The file is {name}. Send a JPEG, PNG, WebP or BMP file.", Encoding.Latin1.GetBytes(file));

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "a JPEG")]
    [InlineData(SKEncodedImageFormat.Png, "a PNG")]
    [InlineData(SKEncodedImageFormat.Webp, "a WebP")]
    public void A_file_that_ends_in_its_header_is_damaged(SKEncodedImageFormat format, string name) => PhotoAssert.Refused(
        400, $"The file begins as {name} image but is damaged. Send the file again.", Some.Picture(format: format)[..14]);

    [Fact]
    public void The_exif_chunk_of_a_png_rotates_the_photo()
    {
        var lying = Exif.InPng(Some.Picture(80, 48), 6);

        var photo = Photo.Decode(lying);

        Assert.Equal((48, 80), (photo.Width, photo.Height));
        Assert.Equal((48, 80), (photo.Pixels.Width, photo.Pixels.Height));
    }

    [Theory]
    [InlineData("")]
    [InlineData("Exif\0\0")]
    public void The_exif_chunk_of_a_webp_rotates_the_photo_with_and_without_prefix(string prefix)
    {
        var lying = Exif.InWebp(Some.Picture(80, 48, SKEncodedImageFormat.Webp), 80, 48, 6, prefix);

        var photo = Photo.Decode(lying);

        Assert.Equal((48, 80), (photo.Width, photo.Height));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(9)]
    public void An_orientation_that_does_not_exist_is_ignored(byte orientation)
    {
        var photo = Photo.Decode(Exif.InPng(Some.Picture(80, 48), orientation));

        Assert.Equal((80, 48), (photo.Width, photo.Height));
    }

    [Fact]
    public void Damaged_exif_is_ignored()
    {
        var png = Exif.InPng(Some.Picture(80, 48), 6);
        var exif = png.AsSpan().IndexOf("eXIf"u8) + 4;
        for (var length = 0; length < 26; length++)
        {
            byte[] cut = [.. png[..(exif - 8)], .. Exif.Chunk("eXIf", png[exif..(exif + length)]), .. png[(exif + 26 + 4)..]];
            var photo = Photo.Decode(cut);

            Assert.Equal(length < 22 ? (80, 48) : (48, 80), (photo.Width, photo.Height));
        }

        BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(exif + 4), uint.MaxValue); // the directory's offset
        Assert.Equal(80, Photo.Decode(png).Width);
    }

    [Theory]
    [InlineData(0, 255)]
    [InlineData(128, 127)]
    [InlineData(255, 0)]
    public void Transparency_is_laid_on_white(byte alpha, byte grey)
    {
        using var bitmap = new SKBitmap(2, 2, SKColorType.Rgba8888, SKAlphaType.Unpremul);
        bitmap.Erase(new SKColor(0, 0, 0, alpha));
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);

        Assert.All(Photo.Decode(png.ToArray()).Grey.Pixels, value => Assert.Equal(grey, value));
    }
}
