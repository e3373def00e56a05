using System.Net;
using System.Text.Json;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector.Faces;

/// <summary>What the API tells of each face.</summary>
public sealed class FacesInTheApiTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly TestServer server = shared.Server;

    [Fact]
    public async Task A_face_has_the_detectors_confidence_its_size_and_its_quality()
    {
        var answer = await server.AskAsync("api/emotions", File.ReadAllBytes(Repository.Photo("one-face.png")));

        var face = Assert.Single(answer.GetProperty("faces").EnumerateArray());
        Assert.InRange(face.GetProperty("detection").GetDouble(), .8, 1);
        Assert.Equal(face.GetProperty("box").GetProperty("width").GetDouble(), face.GetProperty("sizePixels").GetInt32());
        Assert.Equal("""{"readable":true,"problems":[]}""", face.GetProperty("quality").GetRawText());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("note").ValueKind);
    }

    [Fact]
    public async Task A_dark_face_is_answered_and_called_too_dark()
    {
        using var photo = SKBitmap.Decode(Repository.Photo("one-face.png"));
        using (var canvas = new SKCanvas(photo))
        {
            canvas.DrawColor(new SKColor(13, 13, 13), SKBlendMode.Multiply);
        }

        var answer = await server.AskAsync("api/emotions", photo.Encode(SKEncodedImageFormat.Png, 100).ToArray());

        var face = Assert.Single(answer.GetProperty("faces").EnumerateArray());
        Assert.Equal(
            """{"readable":false,"problems":[{"code":"too-dark","advice":"The face is too dark. Turn on a light, or face a window."}]}""",
            face.GetProperty("quality").GetRawText());
        Assert.NotEmpty(face.GetProperty("emotion").GetString()!);
    }

    [Fact]
    public async Task A_whole_photo_has_no_confidence_of_the_detector()
    {
        var answer = await server.AskAsync("api/emotions?face=whole", Some.Picture(96, 96));

        var face = Assert.Single(answer.GetProperty("faces").EnumerateArray());
        Assert.Equal(JsonValueKind.Null, face.GetProperty("detection").ValueKind);
        Assert.Equal(96, face.GetProperty("sizePixels").GetInt32());
    }

    [Theory]
    [InlineData("api/emotions")]
    [InlineData("api/mood")]
    public async Task Near_the_last_box_only_that_face_is_looked_for(string path)
    {
        var photo = File.ReadAllBytes(Repository.Photo("two-faces.jpg"));
        var both = (await server.AskAsync(path, photo)).GetProperty("faces");
        var box = both[1].GetProperty("box");
        var near = string.Join(',', new[] { "x", "y", "width", "height" }.Select(side => box.GetProperty(side).GetDouble()));

        var found = (await server.AskAsync($"{path}?near={near}", photo)).GetProperty("faces");
        var lost = (await server.AskAsync($"{path}?near=0,600,20,20", photo)).GetProperty("faces");

        var face = Assert.Single(found.EnumerateArray());
        Assert.InRange(face.GetProperty("box").GetProperty("x").GetDouble() - box.GetProperty("x").GetDouble(), -20, 20);
        Assert.Equal(both.GetRawText(), lost.GetRawText());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1,2,3")]
    [InlineData("1,2,3,4,5")]
    [InlineData("1,2,0,4")]
    [InlineData("1,2,3,NaN")]
    [InlineData("a,b,c,d")]
    public async Task A_box_that_is_none_is_refused(string near)
    {
        using var response = await server.PostAsync($"api/emotions?near={near}", Some.Picture());

        Assert.Equal(
            $"Unknown value '{near}' for `near`: expected x,y,width,height in pixels, such as 212,96,188,188.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task Of_five_hundred_faces_a_hundred_are_answered_with_a_note()
    {
        using var face = SKImage.FromEncodedData(Repository.Photo("one-face.png"));
        using var crowd = new SKBitmap(1250, 1000);
        using var canvas = new SKCanvas(crowd);
        for (var i = 0; i < 500; i++)
        {
            canvas.DrawImage(face, SKRect.Create(150, 40, 150, 150), SKRect.Create(i % 25 * 50, i / 25 * 50, 50, 50),
                new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        }

        var answer = await server.AskAsync("api/emotions", crowd.Encode(SKEncodedImageFormat.Jpeg, 95).ToArray());

        Assert.Equal(100, answer.GetProperty("faces").GetArrayLength());
        Assert.Equal("The photo has more faces than the 100 largest, which were read.", answer.GetProperty("note").GetString());
        Assert.InRange(answer.GetProperty("elapsedMs").GetDouble(), 0, 15_000); // half of the time limit
    }
}
