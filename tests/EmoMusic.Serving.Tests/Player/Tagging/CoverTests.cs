using System.Net;
using EmoMusic.Serving.Player.Library;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Player.Tagging;

public sealed class CoverTests : IDisposable
{
    private const byte Front = 3;
    private const byte Back = 4;

    private readonly TemporaryFolder music = new();

    public void Dispose() => music.Dispose();

    [Fact]
    public async Task The_front_cover_is_shown_wherever_it_stands()
    {
        var (back, front) = (Some.Picture(seed: 1), Some.Picture(seed: 2));

        var cover = await ReadAsync(Id3.Picture(Back, back), Id3.Picture(Front, front));

        Assert.Equal(front, cover!.Bytes);
        Assert.Equal(back, (await ReadAsync(Id3.Picture(Back, back)))!.Bytes);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png, "image/png")]
    [InlineData(SKEncodedImageFormat.Jpeg, "image/jpeg")]
    [InlineData(SKEncodedImageFormat.Webp, "image/webp")]
    public async Task Small_covers_are_sent_as_they_are(SKEncodedImageFormat format, string type)
    {
        var picture = Some.Picture(300, 200, format);

        var cover = await ReadAsync(Id3.Picture(Front, picture));

        Assert.Equal(type, cover!.ContentType);
        Assert.Equal(picture, cover.Bytes);
    }

    [Theory]
    [InlineData(SKEncodedImageFormat.Png)]
    [InlineData(SKEncodedImageFormat.Jpeg)]
    [InlineData(SKEncodedImageFormat.Webp)]
    public async Task Large_covers_are_scaled_down(SKEncodedImageFormat format)
    {
        var cover = await ReadAsync(Id3.Picture(Front, Some.Picture(2400, 1600, format)));

        using var picture = SKBitmap.Decode(cover!.Bytes);
        Assert.Equal((CoverReader.MaxSide, 400), (picture.Width, picture.Height));
        Assert.Contains(cover.ContentType, (string[])["image/jpeg", "image/webp"]);
        Assert.InRange(cover.Bytes.Length, 1000, 100_000);
    }

    [Fact]
    public async Task A_damaged_cover_is_not_found_and_the_next_one_still_works()
    {
        Some.File(music, "happy/bad.mp3", Id3.Version2(4, Id3.Text("TIT2", "bad"), Id3.Picture(Front, [0x89, .. "PNG\r\n"u8, 26, 10, .. new byte[500]])));
        Some.File(music, "happy/bomb.mp3", Id3.Version2(4, Id3.Text("TIT2", "bomb"), Id3.Picture(Front, Bomb())));
        Some.File(music, "happy/good.mp3", Id3.Version2(4, Id3.Text("TIT2", "good"), Id3.Picture(Front, Some.Picture())));
        await using var service = await TestServer.PlayingAsync(music.Path);

        var tracks = await service.TracksAsync("happy");

        foreach (var (track, status) in tracks.Zip((HttpStatusCode[])[HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.OK]))
        {
            using var response = await service.Http.GetAsync(track.Text("coverUrl"));
            Assert.Equal(status, response.StatusCode);
        }
    }

    // A PNG that claims 60,000 × 60,000 pixels.
    private static byte[] Bomb()
    {
        var png = Some.Picture();
        ReadOnlySpan<byte> side = [0, 0, 0xEA, 0x60];
        side.CopyTo(png.AsSpan(16));
        side.CopyTo(png.AsSpan(20));
        var crc = System.IO.Hashing.Crc32.HashToUInt32(png.AsSpan(12, 17));
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(png.AsSpan(29), crc);
        return png;
    }

    private async Task<Cover?> ReadAsync(params (string, byte[])[] pictures)
    {
        using var covers = new CoverReader();
        File.WriteAllBytes(music["a.mp3"], Id3.Version2(4, pictures));
        return await covers.ReadAsync(music["a.mp3"], CancellationToken.None);
    }
}
