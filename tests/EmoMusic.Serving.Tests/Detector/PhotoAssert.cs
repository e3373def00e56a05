using EmoMusic.Serving.Detector;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>What becomes of a file.</summary>
internal static class PhotoAssert
{
    /// <summary>It is refused with this status and message.</summary>
    public static void Refused(int status, string message, byte[] file)
    {
        var error = Assert.Throws<PhotoException>(() => Photo.Decode(file));
        Assert.Equal((status, message), (error.Status, error.Message));
    }

    /// <summary>It shows the same as another file, but for a small part.</summary>
    public static void Similar(byte[] whole, byte[] file)
    {
        using var expected = Photo.Decode(whole);
        using var actual = Photo.Decode(file);
        Assert.Equal((expected.Width, expected.Height), (actual.Width, actual.Height));
        var difference = expected.Grey.Pixels.Zip(actual.Grey.Pixels, (one, other) => Math.Abs(one - other)).Average();
        Assert.InRange(difference, 0, 3);
    }
}
