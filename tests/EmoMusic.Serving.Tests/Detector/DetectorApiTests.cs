using System.Net;
using System.Text.Json;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>The tests share one service and do not change it.</summary>
public sealed class DetectorApiTests(SharedServer one) : IClassFixture<SharedServer>
{
    private readonly TestServer service = one.Server;

    [Fact]
    public async Task A_whole_photo_is_one_face_with_all_documented_fields()
    {
        var answer = await service.AskAsync("api/emotions?face=whole", Some.Picture(96, 96));

        Assert.Equal("""{"width":96,"height":96}""", answer.GetProperty("photo").GetRawText());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("hint").ValueKind);
        Assert.Matches("^[0-9a-f]{12}$", answer.GetProperty("model").GetString());
        Assert.InRange(answer.GetProperty("elapsedMs").GetDouble(), 0.01, 10_000);
        var face = Assert.Single(answer.GetProperty("faces").EnumerateArray());
        Assert.Equal("""{"x":0,"y":0,"width":96,"height":96}""", face.GetProperty("box").GetRawText());

        var scores = face.GetProperty("scores").EnumerateObject().ToDictionary(s => s.Name, s => s.Value.GetDouble());
        Assert.Equal(["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"], scores.Keys);
        Assert.Equal(1, scores.Values.Sum(), precision: 3);
        Assert.Equal(scores.MaxBy(score => score.Value).Key, face.GetProperty("emotion").GetString());
        Assert.Equal(scores.Values.Max(), face.GetProperty("confidence").GetDouble(), precision: 6);

        // Russell and Mehrabian's coordinates, weighted by the scores.
        var valence = (-.51 * scores["angry"]) - (.60 * scores["disgust"]) - (.64 * scores["fear"])
            + (.76 * scores["happy"]) - (.63 * scores["sad"]) + (.40 * scores["surprise"]);
        var arousal = (.59 * scores["angry"]) + (.35 * scores["disgust"]) + (.60 * scores["fear"])
            + (.48 * scores["happy"]) - (.27 * scores["sad"]) + (.67 * scores["surprise"]);
        Assert.Equal(valence, face.GetProperty("valence").GetDouble(), tolerance: 0.0005);
        Assert.Equal(arousal, face.GetProperty("arousal").GetDouble(), tolerance: 0.0005);
    }

    [Fact]
    public async Task The_crop_is_the_models_exact_input()
    {
        using var bitmap = new SKBitmap(48, 48, SKColorType.Gray8, SKAlphaType.Opaque);
        for (var i = 0; i < 48 * 48; i++)
        {
            var grey = (byte)(i * 7);
            bitmap.SetPixel(i % 48, i / 48, new SKColor(grey, grey, grey));
        }

        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        var answer = await service.AskAsync("api/emotions?face=whole", png.ToArray());

        var url = answer.GetProperty("faces")[0].GetProperty("crop").GetString()!;
        Assert.StartsWith("data:image/png;base64,", url);
        using var crop = SKBitmap.Decode(Convert.FromBase64String(url[(url.IndexOf(',') + 1)..]));
        Assert.Equal((48, 48), (crop.Width, crop.Height));
        Assert.Equal(bitmap.Pixels, crop.Pixels);
    }

    [Fact]
    public async Task A_form_and_a_raw_body_give_the_same_result()
    {
        var picture = Some.Picture();
        using var form = new MultipartFormDataContent
        {
            { new StringContent("something else"), "note" },
            { new ByteArrayContent(picture), "photo", "face.png" },
        };

        using var response = await service.Http.PostAsync("api/emotions?face=whole", form);

        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        var bare = await service.AskAsync("api/emotions?face=whole", picture);
        Assert.Equal(
            bare.GetProperty("faces").GetRawText(), answer.RootElement.GetProperty("faces").GetRawText());
    }

    [Fact]
    public async Task A_photo_without_a_face_returns_a_hint()
    {
        var answer = await service.AskAsync("api/mood", Some.Picture(320, 240));

        Assert.Empty(answer.GetProperty("faces").EnumerateArray());
        Assert.Equal(
            "No face found. Look straight into the camera, in good light, and move a little closer. "
            + "If the photo shows just a face, send it with face=whole.", answer.GetProperty("hint").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("mood").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("playlist").ValueKind);
    }

    [Fact]
    public async Task The_mood_response_contains_a_playlist()
    {
        var answer = await service.AskAsync("api/mood?face=whole", Some.Picture());

        var mood = answer.GetProperty("faces")[0].GetProperty("emotion").GetString();
        Assert.Equal(mood, answer.GetProperty("mood").GetString());
        Assert.Equal(mood, answer.GetProperty("playlist").GetProperty("emotion").GetString());
        Assert.NotEmpty(answer.GetProperty("playlist").GetProperty("quote").GetString()!);
    }

    [Theory]
    [InlineData("one-face.png", 1)]
    [InlineData("two-faces.jpg", 2)]
    [InlineData("no-face-chelsea.png", 0)]
    [InlineData("no-face-coffee.png", 0)]
    [InlineData("no-face-rocket.jpg", 0)]
    public async Task The_faces_in_real_photos_are_found(string name, int faces)
    {
        var answer = await service.AskAsync("api/emotions", File.ReadAllBytes(Repository.Photo(name)));

        var boxes = answer.GetProperty("faces").EnumerateArray().Select(face => face.GetProperty("box")).ToList();
        Assert.Equal(faces, boxes.Count);
        var areas = boxes.Select(box => box.GetProperty("width").GetDouble() * box.GetProperty("height").GetDouble());
        Assert.Equal(areas.OrderDescending(), areas);
    }

    [Fact]
    public async Task Boxes_are_in_the_pixels_of_the_original_photo()
    {
        var portrait = File.ReadAllBytes(Repository.Photo("one-face.png"));
        using var photo = SKBitmap.Decode(portrait);
        using var wide = new SKBitmap(3000, 2000);
        using var canvas = new SKCanvas(wide);
        canvas.DrawBitmap(photo, new SKRect(1800, 200, 1800 + (512 * 3), 200 + (512 * 3)));
        using var jpeg = wide.Encode(SKEncodedImageFormat.Jpeg, 90);

        var answer = await service.AskAsync("api/emotions", jpeg.ToArray());

        var alone = (await service.AskAsync("api/emotions", portrait)).GetProperty("faces")[0];
        var box = answer.GetProperty("faces")[0].GetProperty("box");
        var expected = alone.GetProperty("box");
        var tolerance = 3 * 12; // boxes are found on a grid
        Assert.InRange(box.GetProperty("x").GetDouble() - 1800 - (3 * expected.GetProperty("x").GetDouble()), -tolerance, tolerance);
        Assert.InRange(box.GetProperty("y").GetDouble() - 200 - (3 * expected.GetProperty("y").GetDouble()), -tolerance, tolerance);
    }

    [Theory]
    [InlineData("api/emotions?face=none", "Unknown value 'none' for `face`: expected auto or whole.")]
    [InlineData("api/emotions?face=1", "Unknown value '1' for `face`: expected auto or whole.")]
    [InlineData("api/mood?face=", "Unknown value '' for `face`: expected auto or whole.")]
    public async Task An_unknown_face_mode_returns_400(string path, string sentence)
    {
        using var response = await service.PostAsync(path, Some.Picture());

        Assert.Equal(sentence, await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_non_image_returns_415()
    {
        using var response = await service.PostAsync("api/emotions", "hello"u8.ToArray(), "text/plain");

        Assert.Equal(
            "The file is not an image. Send a JPEG, PNG, WebP or BMP file.",
            await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task A_body_over_ten_megabytes_returns_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/emotions")
        {
            Content = new ByteArrayContent(new byte[(10 << 20) + 1]),
            Headers = { ExpectContinue = true }, // else the response may arrive while the client is still writing
        };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(
            "The photo is larger than 10 MB. Send a smaller one.",
            await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task The_live_model_is_described()
    {
        var model = await service.GetAsync("api/model");

        using var metrics = JsonDocument.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")));
        Assert.Equal(
            metrics.RootElement.GetProperty("accuracy").GetDouble(), model.GetProperty("accuracy").GetDouble(), precision: 4);
        Assert.Equal(
            metrics.RootElement.GetProperty("agreement").GetProperty("accuracy").GetDouble(),
            model.GetProperty("agreement").GetDouble(), precision: 4);
        Assert.Equal("BlazeFace", model.GetProperty("faceFinder").GetString());
        Assert.Equal(7, model.GetProperty("labels").GetArrayLength());
    }

    [Fact]
    public async Task The_models_report_is_served_with_inline_styles()
    {
        using var response = await service.Http.GetAsync("report");

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(File.ReadAllText(Repository.At("serving/models/report.html")), await response.Content.ReadAsStringAsync());
        Assert.Contains("style-src 'self' 'unsafe-inline'", response.Headers.GetValues("Content-Security-Policy").Single());
    }
}

/// <summary>A service shared by the tests of a class.</summary>
public sealed class SharedServer : IAsyncLifetime
{
    public TestServer Server { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Server = await TestServer.StartAsync();

    public ValueTask DisposeAsync() => Server.DisposeAsync();
}
