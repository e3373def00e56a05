using System.Net;
using System.Text.Json;
using SkiaSharp;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>One service for all of these tests; none of them changes it.</summary>
public sealed class DetectorApiTests(OneService one) : IClassFixture<OneService>
{
    private readonly Service service = one.Service;

    [Fact]
    public async Task A_whole_photo_is_one_face_with_all_that_the_api_promises()
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

        // Russell and Mehrabian's places of the emotions, weighed by the scores.
        var valence = (-.51 * scores["angry"]) - (.60 * scores["disgust"]) - (.64 * scores["fear"])
            + (.76 * scores["happy"]) - (.63 * scores["sad"]) + (.40 * scores["surprise"]);
        var arousal = (.59 * scores["angry"]) + (.35 * scores["disgust"]) + (.60 * scores["fear"])
            + (.48 * scores["happy"]) - (.27 * scores["sad"]) + (.67 * scores["surprise"]);
        Assert.Equal(valence, face.GetProperty("valence").GetDouble(), precision: 3);
        Assert.Equal(arousal, face.GetProperty("arousal").GetDouble(), precision: 3);
    }

    [Fact]
    public async Task The_crop_is_the_very_picture_that_the_network_saw()
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
    public async Task A_form_and_a_bare_body_are_read_alike()
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
    public async Task A_photo_without_a_face_is_an_answer_with_a_hint()
    {
        var answer = await service.AskAsync("api/mood", Some.Picture(320, 240));

        Assert.Empty(answer.GetProperty("faces").EnumerateArray());
        Assert.Equal(
            "No face was found. Look straight into the camera, in good light, and a little closer. "
            + "If the photo shows nothing but a face, send it with face=whole.", answer.GetProperty("hint").GetString());
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("mood").ValueKind);
        Assert.Equal(JsonValueKind.Null, answer.GetProperty("playlist").ValueKind);
    }

    [Fact]
    public async Task A_mood_comes_with_its_playlist()
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
    public async Task Real_photos_have_as_many_faces_as_people_see_in_them(string name, int faces)
    {
        Assert.SkipWhen(Some.Photo(name) is null, "the photos are not beside this checkout");

        var answer = await service.AskAsync("api/emotions", Some.Photo(name)!);

        var boxes = answer.GetProperty("faces").EnumerateArray().Select(face => face.GetProperty("box")).ToList();
        Assert.Equal(faces, boxes.Count);
        var areas = boxes.Select(box => box.GetProperty("width").GetDouble() * box.GetProperty("height").GetDouble());
        Assert.Equal(areas.OrderDescending(), areas);
    }

    [Fact]
    public async Task A_face_is_found_where_it_is_in_the_photos_own_pixels()
    {
        Assert.SkipWhen(Some.Photo("one-face.png") is null, "the photos are not beside this checkout");
        using var photo = SKBitmap.Decode(Some.Photo("one-face.png"));
        using var wide = new SKBitmap(3000, 2000);
        using var canvas = new SKCanvas(wide);
        canvas.DrawBitmap(photo, new SKRect(1800, 200, 1800 + (512 * 3), 200 + (512 * 3)));
        using var jpeg = wide.Encode(SKEncodedImageFormat.Jpeg, 90);

        var answer = await service.AskAsync("api/emotions", jpeg.ToArray());

        var alone = (await service.AskAsync("api/emotions", Some.Photo("one-face.png")!)).GetProperty("faces")[0];
        var box = answer.GetProperty("faces")[0].GetProperty("box");
        var expected = alone.GetProperty("box");
        var tolerance = 3 * 12; // a box is found on a grid
        Assert.InRange(box.GetProperty("x").GetDouble() - 1800 - (3 * expected.GetProperty("x").GetDouble()), -tolerance, tolerance);
        Assert.InRange(box.GetProperty("y").GetDouble() - 200 - (3 * expected.GetProperty("y").GetDouble()), -tolerance, tolerance);
    }

    [Theory]
    [InlineData("api/emotions?face=none", "Found face=none, expected auto or whole.")]
    [InlineData("api/emotions?face=1", "Found face=1, expected auto or whole.")]
    [InlineData("api/mood?face=", "Found face=, expected auto or whole.")]
    public async Task Another_way_to_find_faces_is_refused(string path, string sentence)
    {
        using var response = await service.PostAsync(path, Some.Picture());

        Assert.Equal(sentence, await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task What_is_no_image_is_415()
    {
        using var response = await service.PostAsync("api/emotions", "hello"u8.ToArray(), "text/plain");

        Assert.Equal(
            "Found a file that is no image, expected JPEG, PNG, WebP or BMP. Send one of these.",
            await response.ProblemAsync(HttpStatusCode.UnsupportedMediaType));
    }

    [Fact]
    public async Task More_than_ten_megabytes_are_413()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/emotions")
        {
            Content = new ByteArrayContent(new byte[(10 << 20) + 1]),
            Headers = { ExpectContinue = true }, // else the answer may come while the client still writes
        };
        using var response = await service.Http.SendAsync(request);

        Assert.Equal(
            "Found more than 10 MB, expected less. Send a smaller photo.",
            await response.ProblemAsync(HttpStatusCode.RequestEntityTooLarge));
    }

    [Fact]
    public async Task A_form_without_the_field_photo_is_400()
    {
        using var form = new MultipartFormDataContent { { new ByteArrayContent(Some.Picture()), "picture", "face.png" } };
        using var response = await service.Http.PostAsync("api/emotions", form);

        Assert.Equal(
            "Found no field 'photo' in the form, expected the image file there.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_live_model_is_described()
    {
        var model = await service.GetAsync("api/model");

        using var metrics = JsonDocument.Parse(File.ReadAllText(Repository.At("serving/models/metrics.json")));
        Assert.Equal(
            metrics.RootElement.GetProperty("accuracy").GetDouble(), model.GetProperty("accuracy").GetDouble(), precision: 4);
        Assert.Equal("haarcascade_frontalface_default", model.GetProperty("faceFinder").GetString());
        Assert.Equal(7, model.GetProperty("labels").GetArrayLength());
    }

    [Fact]
    public async Task The_report_beside_the_model_is_shown_with_its_style_allowed()
    {
        using var response = await service.Http.GetAsync("report");

        Assert.Equal("text/html", response.Content.Headers.ContentType!.MediaType);
        Assert.Equal(File.ReadAllText(Repository.At("serving/models/report.html")), await response.Content.ReadAsStringAsync());
        Assert.Contains("style-src 'self' 'unsafe-inline'", response.Headers.GetValues("Content-Security-Policy").Single());
    }
}

/// <summary>A service that is started once.</summary>
public sealed class OneService : IAsyncLifetime
{
    public Service Service { get; private set; } = null!;

    public async ValueTask InitializeAsync() => Service = await Service.StartAsync();

    public ValueTask DisposeAsync() => Service.DisposeAsync();
}
