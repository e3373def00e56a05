using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>JPEG files that were not received to their end.</summary>
public class TruncatedJpegTests
{
    private const string Damaged = "The image is damaged (IncompleteInput). Send the file again.";

    // 40 × 40 pixels, ten scans, by libjpeg: Skia writes baseline files only.
    internal static readonly byte[] Progressive = Convert.FromBase64String(
        "/9j/4AAQSkZJRgABAQAAAQABAAD/2wBDAAgGBgcGBQgHBwcJCQgKDBQNDAsLDBkSEw8UHRofHh0aHBwgJC4nICIsIxwcKDcpLDAx"
        + "NDQ0Hyc5PTgyPC4zNDL/2wBDAQkJCQwLDBgNDRgyIRwhMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIyMjIy"
        + "MjIyMjIyMjL/wgARCAAoACgDASIAAhEBAxEB/8QAGQAAAwEBAQAAAAAAAAAAAAAAAAQFBgMC/8QAGAEAAwEBAAAAAAAAAAAAAAAA"
        + "AgMEBQH/2gAMAwEAAhADEAAAAcy6WpxmctOotmXHzRn9aLMXM6i+gJyvlHE2Ypz4dFjiHCRArV//xAAZEAADAQEBAAAAAAAAAAAA"
        + "AAAAAgMTIUH/2gAIAQEAAQUCVRZmQ0xlJqTmY8pIopIieVLE2JUNeUoVYVhaGw1RmP/EABkRAAMBAQEAAAAAAAAAAAAAAAABAgMR"
        + "If/aAAgBAwEBPwGI6PMaM2VS4U/RMdMZ/8QAGREAAwEBAQAAAAAAAAAAAAAAAAECAxEh/9oACAECAQE/AdNOEb9ZFeG8NmWT6Zz4"
        + "VKJhErw//8QAFBABAAAAAAAAAAAAAAAAAAAAQP/aAAgBAQAGPwJP/8QAGRAAAwEBAQAAAAAAAAAAAAAAAAERMUFR/9oACAEBAAE/"
        + "IaFzOEeES5fgvAgsJm0IohJBVGdEiEF7F0UJE+mNKdLn/9oADAMBAAIAAwAAABAfnDn7+P3/AP/EABcRAQEBAQAAAAAAAAAAAAAA"
        + "AAEAERD/2gAIAQMBAT8QhmWbGcwIxYJO3//EABgRAQEBAQEAAAAAAAAAAAAAAAABMREh/9oACAECAQE/EH8x06ZiFrJXanuIw//E"
        + "ABgQAQEBAQEAAAAAAAAAAAAAAAEAIREg/9oACAEBAAE/EO4yQmQ4UM7HLpMjJBg0nW5E8FDoDs7DYxqGDTYW7dRsxIKGLEbt/9k=");

    [Theory]
    [InlineData(48, 48)]
    [InlineData(640, 480)]
    [InlineData(2000, 1500)]
    public void A_jpeg_without_its_end_marker_is_read(int width, int height)
    {
        var whole = Noisy(width, height);

        PhotoAssert.Similar(whole, whole[..^2]);
        PhotoAssert.Similar(whole, whole[..^1]);
    }

    [Theory]
    [InlineData(.99, true)]
    [InlineData(.985, true)]
    [InlineData(.95, false)]
    [InlineData(.9, false)]
    [InlineData(.5, false)]
    public void A_jpeg_is_read_if_at_least_97_percent_of_it_is_there(double share, bool isRead)
    {
        foreach (var (width, height) in new[] { (200, 200), (640, 480), (1500, 2000) })
        {
            var whole = Noisy(width, height);
            var cut = whole[..(int)(whole.Length * share)];
            if (isRead)
            {
                PhotoAssert.Similar(whole, cut);
            }
            else
            {
                PhotoAssert.Refused(400, Damaged, cut);
            }
        }
    }

    [Theory]
    [InlineData(.99, true)]
    [InlineData(.94, false)]
    public void A_real_photo_is_read_if_at_least_97_percent_of_it_is_there(double share, bool isRead)
    {
        var whole = File.ReadAllBytes(Repository.Photo("two-faces.jpg"));
        var cut = whole[..(int)(whole.Length * share)];
        if (isRead)
        {
            PhotoAssert.Similar(whole, cut);
        }
        else
        {
            PhotoAssert.Refused(400, Damaged, cut);
        }
    }

    [Fact]
    public void A_progressive_jpeg_is_read_if_it_ends_in_its_last_scan()
    {
        var lastScan = Progressive.AsSpan().LastIndexOf((byte[])[0xff, 0xda]);
        var middle = (lastScan + Progressive.Length) / 2;

        PhotoAssert.Similar(Progressive, Progressive[..^2]);
        PhotoAssert.Similar(Progressive, Progressive[..middle]);
        PhotoAssert.Refused(400, "The image is damaged (InvalidInput). Send the file again.", Progressive[..lastScan]);
    }

    // As full of detail at its end as at its beginning, as photos are.
    private static byte[] Noisy(int width, int height)
    {
        var random = new Random(1);
        using var bitmap = new SKBitmap(width, height, SKColorType.Rgba8888, SKAlphaType.Opaque);
        var colours = new SKColor[width * height];
        for (var i = 0; i < colours.Length; i++)
        {
            var noise = random.Next(40);
            colours[i] = new SKColor((byte)(60 + (i % width * 100 / width) + noise), (byte)(80 + noise), (byte)(90 + noise));
        }

        bitmap.Pixels = colours;
        return bitmap.Encode(SKEncodedImageFormat.Jpeg, 85).ToArray();
    }
}
