using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>The ways to send a photo: a file, a form, JSON, a data URL.</summary>
public sealed class PhotoBodyTests(SharedServer one) : IClassFixture<SharedServer>
{
    private const string Path = "api/emotions?face=whole";

    private const string Send = "Send {\"image\": \"<base64>\"} or a data URL such as data:image/jpeg;base64,…";

    private static readonly string Base64 = Convert.ToBase64String(Some.Picture(40, 30));

    private readonly TestServer service = one.Server;

    public static TheoryData<string, string> Texts => new()
    {
        { "application/json", $$"""{"image":"{{Base64}}"}""" },
        { "application/json; charset=utf-8", $$""" { "note": 1, "image": "data:image/png;base64,{{Base64}}" } """ },
        { "application/x-www-form-urlencoded", $$"""{"image":"{{Base64}}"}""" }, // as curl -d sends it
        { "text/plain", $"data:image/png;base64,{Base64}" },
        { "text/plain", $"\uFEFF\r\n DATA:image/png;BASE64,{Base64}\n" },
        { "application/json", "\uFEFF" + $$"""{"image":"{{Base64}}"}""" },
        { "application/json", $$"""{"image":"{{Base64.TrimEnd('=').Replace('+', '-').Replace('/', '_')}}"}""" },
        { "application/json", $$"""{"image":"data:image/png;charset=utf-8;base64,{{Uri.EscapeDataString(Base64)}}"}""" },
    };

    [Theory]
    [MemberData(nameof(Texts))]
    public async Task Json_and_data_urls_are_photos(string type, string body)
    {
        using var response = await PostAsync(type, body);

        await AssertReadAsync(response);
    }

    [Theory]
    [InlineData("{\"image\":", "The JSON is malformed. Send {\"image\": \"<base64>\"}.")]
    [InlineData("{\"a\":1}", "The JSON has no text `image`. Send {\"image\": \"<base64>\"}.")]
    [InlineData("[\"image\"]", "The JSON has no text `image`. Send {\"image\": \"<base64>\"}.")]
    [InlineData("\"image\"", "The JSON has no text `image`. Send {\"image\": \"<base64>\"}.")]
    [InlineData("{\"image\":7}", "The JSON has no text `image`. Send {\"image\": \"<base64>\"}.")]
    [InlineData("{\"image\":\"%%%\"}", "`image` is not valid base64. " + Send)]
    [InlineData("{\"image\":\"\"}", "The request is empty. Send an image file as the body.")]
    [InlineData("data:image/png", "The data URL is not valid base64. " + Send)]
    public async Task Text_without_a_photo_returns_400(string body, string sentence)
    {
        using var response = await PostAsync("application/json", body);

        Assert.Equal(sentence, await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_only_file_of_a_form_is_the_photo_whatever_its_name()
    {
        using var form = new MultipartFormDataContent
        {
            { new StringContent("something else"), "note" },
            { new ByteArrayContent(Some.Picture(40, 30)), "upload", "face.png" },
        };
        using var response = await service.Http.PostAsync(Path, form);

        await AssertReadAsync(response);
    }

    [Theory]
    [InlineData("base64")]
    [InlineData("BASE64")]
    public async Task A_file_in_base64_is_decoded(string encoding)
    {
        var lines = string.Join("\r\n", Base64.Chunk(76).Select(line => new string(line)));
        using var response = await PostAsync(
            "multipart/form-data; boundary=edge",
            "--edge\r\nContent-Disposition: form-data; name=upload; filename=a.png\r\n"
            + $"Content-Transfer-Encoding: {encoding}\r\n\r\n{lines}\r\n--edge--\r\n");

        await AssertReadAsync(response);
    }

    [Fact]
    public async Task A_data_url_in_a_form_field_is_the_photo()
    {
        using var form = new MultipartFormDataContent { { new StringContent($"data:image/png;base64,{Base64}"), "canvas" } };
        using var response = await service.Http.PostAsync(Path, form);

        await AssertReadAsync(response);
    }

    [Fact]
    public async Task Of_several_files_the_one_named_photo_is_read()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Some.Picture(20, 20)), "before", "a.png" },
            { new ByteArrayContent(Some.Picture(40, 30)), "photo", "b.png" },
        };
        using var response = await service.Http.PostAsync(Path, form);

        await AssertReadAsync(response);
    }

    [Fact]
    public async Task Several_files_return_400_with_their_names()
    {
        using var form = new MultipartFormDataContent
        {
            { new ByteArrayContent(Some.Picture()), "left", "a.png" },
            { new ByteArrayContent(Some.Picture()), "right", "b.png" },
        };
        using var response = await service.Http.PostAsync(Path, form);

        Assert.Equal(
            "The form has 2 files: `left`, `right`. Send one, or name its field `photo`.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task A_form_without_a_file_returns_400_with_its_fields()
    {
        using var form = new MultipartFormDataContent();
        foreach (var name in new[] { "a", "b", "c", "d", new string('e', 60), "f", "g" })
        {
            form.Add(new StringContent("text"), name);
        }

        using var response = await service.Http.PostAsync(Path, form);

        Assert.Equal(
            $"The form has no file, only `a`, `b`, `c`, `d`, `{new string('e', 40)}…` and 2 more. "
            + "Send the image file in a field `photo`.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task An_empty_form_returns_400()
    {
        using var response = await PostAsync("multipart/form-data; boundary=edge", "--edge--\r\n");

        Assert.Equal(
            "The form is empty. Send the image file in a field `photo`.",
            await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    private static async Task AssertReadAsync(HttpResponseMessage response)
    {
        var body = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode, body);
        using var answer = JsonDocument.Parse(body);
        Assert.Equal("""{"width":40,"height":30}""", answer.RootElement.GetProperty("photo").GetRawText());
    }

    private Task<HttpResponseMessage> PostAsync(string type, string body)
    {
        var content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
        content.Headers.ContentType = MediaTypeHeaderValue.Parse(type);
        return service.Http.PostAsync(Path, content);
    }
}
