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
    [InlineData("II+\0\b\0\0\0", "a TIFF or raw")]
    [InlineData("IIU\0\u0018\0\0\0", "a TIFF or raw")]
    [InlineData("IIRO\b\0\0\0", "a TIFF or raw")]
    [InlineData("FUJIFILMCCD-RAW 0201", "a TIFF or raw")]
    [InlineData("II\u00bc\u0001", "a JPEG XR")]
    [InlineData("P6\n1 1\n255\n", "a PPM")]
    [InlineData("\u00ef\u00bb\u00bf<?xml version='1.0'?>\n<!-- drawn -->\n<svg/>", "an SVG")]
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
    [InlineData("RIFF\u0004\0\0\0AVI LIST", "an AVI video")]
    [InlineData("\u001a\u0045\u00df\u00a3", "a Matroska or WebM video")]
    [InlineData("PK\u0003\u0004", "a ZIP archive")]
    [InlineData("\u001f\u008b\b\0", "a gzip archive")]
    [InlineData("\n<!DOCTYPE html>\n<html>", "an HTML document")]
    public void Other_files_are_rejected_by_name(string file, string name) => PhotoAssert.Refused(
        415, $"The file is {name}. Send a JPEG, PNG, WebP or BMP file.", Encoding.Latin1.GetBytes(file));

    [Theory]
    [InlineData(SKEncodedImageFormat.Jpeg, "a JPEG")]
    [InlineData(SKEncodedImageFormat.Png, "a PNG")]
    [InlineData(SKEncodedImageFormat.Webp, "a WebP")]
    public void A_file_that_ends_in_its_header_is_damaged(SKEncodedImageFormat format, string name) => PhotoAssert.Refused(
        400, $"The file begins as {name} image but is damaged. Send the file again.", Some.Picture(format: format)[..14]);

    [Theory]
    [InlineData(0xc3, 8, "lossless")]
    [InlineData(0xf7, 8, "JPEG-LS")]
    [InlineData(0xc1, 12, "with 12 bits a channel")]
    public void A_JPEG_of_a_rare_kind_is_named_and_not_called_damaged(byte frame, byte bits, string kind)
    {
        var jpeg = Some.Picture(40, 30, SKEncodedImageFormat.Jpeg);
        var at = jpeg.AsSpan().IndexOf((ReadOnlySpan<byte>)[0xff, 0xc0]);
        (jpeg[at + 1], jpeg[at + 4]) = (frame, bits);

        PhotoAssert.Refused(415, $"The file is a JPEG of a rare kind ({kind}). Save it as an ordinary JPEG, and send that.", jpeg);
    }

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
