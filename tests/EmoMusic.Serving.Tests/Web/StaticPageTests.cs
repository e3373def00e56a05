using System.IO.Compression;
using System.Net;
using System.Text.RegularExpressions;
using EmoMusic.Serving.Tests.Detector;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>The files of the page.</summary>
public sealed partial class StaticPageTests(SharedServer one) : IClassFixture<SharedServer>
{
    private readonly TestServer service = one.Server;

    [Theory]
    [InlineData("", "br")]
    [InlineData("", "gzip")]
    [InlineData("css/theme.css", "br")]
    [InlineData("js/app.js", "gzip")]
    [InlineData("icon.svg", "br")]
    [InlineData("app.webmanifest", "br")]
    [InlineData("report", "br")]
    public async Task Text_is_compressed(string path, string encoding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.AcceptEncoding.Add(new(encoding));
        using var response = await service.Http.SendAsync(request);
        Assert.Equal([encoding], response.Content.Headers.ContentEncoding);

        await using var body = await response.Content.ReadAsStreamAsync();
        await using Stream plain = encoding == "br"
            ? new BrotliStream(body, CompressionMode.Decompress) : new GZipStream(body, CompressionMode.Decompress);
        using var reader = new StreamReader(plain);
        Assert.Equal(await service.Http.GetStringAsync(path), await reader.ReadToEndAsync());
    }

    [Fact]
    public async Task The_API_is_not_compressed()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/playlists/happy");
        request.Headers.AcceptEncoding.Add(new("br"));
        using var response = await service.Http.SendAsync(request);
        Assert.Empty(response.Content.Headers.ContentEncoding);
    }

    [Fact]
    public async Task People_get_a_page_where_there_is_none()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "nowhere");
        request.Headers.Accept.Add(new("text/html"));
        using var response = await service.Http.SendAsync(request);
        Assert.Equal(HttpStatusCode.NotFound, response.StatusCode);
        Assert.Contains("There is no page here.</h1>", await response.Content.ReadAsStringAsync());
    }

    [Theory]
    [InlineData("favicon.ico", "image/x-icon")]
    [InlineData("icons/192.png", "image/png")]
    [InlineData("icons/512.png", "image/png")]
    [InlineData("icons/maskable.png", "image/png")]
    [InlineData("icons/apple-touch.png", "image/png")]
    public async Task There_are_icons(string path, string type)
    {
        using var response = await service.Http.GetAsync(path);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(type, response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task The_service_worker_lists_every_file_of_the_page()
    {
        var script = await service.Http.GetStringAsync("sw.js");
        Assert.Matches(Version(), script);
        var root = Repository.At("serving/wwwroot");
        var files = Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => $"/{Path.GetRelativePath(root, file).Replace('\\', '/')}")
            .Where(file => Path.GetExtension(file) is ".css" or ".js" or ".svg" or ".webmanifest" && file != "/sw.js");
        Assert.All(files, file => Assert.Contains($"\"{file}\"", script.Split('\n')[1]));
        Assert.Contains("[\"/\",", script);
    }

    [GeneratedRegex("^const version = '[0-9a-f]{16}';\nconst files = ")]
    private static partial Regex Version();
}
