using System.Text.Json;
using EmoMusic.Serving.Tests.Detector;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>Everything in the OpenAPI document is described.</summary>
public sealed class ApiDescriptionTests(SharedServer one) : IClassFixture<SharedServer>
{
    private readonly TestServer service = one.Server;

    [Fact]
    public async Task Every_route_and_parameter_is_documented()
    {
        var paths = (await DocumentAsync()).GetProperty("paths");

        Assert.Equal(
            [
                "/api/emotions", "/api/library", "/api/library/albums", "/api/library/artists", "/api/library/genres",
                "/api/library/moods", "/api/library/scan", "/api/library/tracks", "/api/listener",
                "/api/listener/adjustment", "/api/listener/corrections", "/api/listener/history", "/api/listener/history.csv",
                "/api/listener/moods", "/api/model", "/api/mood",
                "/api/playlists/{emotion}", "/api/playlists/{emotion}.m3u8", "/api/playlists/{emotion}.xspf",
                "/api/tracks/{id}", "/api/tracks/{id}/cover", "/api/tracks/{id}/like", "/api/tracks/{id}/mood", "/api/tracks/{id}/plays",
                "/api/tracks/{id}/stream",
            ],
            paths.EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal));
        foreach (var operation in paths.EnumerateObject().SelectMany(path => path.Value.EnumerateObject()))
        {
            AssertDescribed(operation.Value, "summary");
            var parameters = operation.Value.TryGetProperty("parameters", out var all) ? all.EnumerateArray().ToList() : [];
            Assert.All(parameters, parameter => AssertDescribed(parameter, "description"));
        }
    }

    [Fact]
    public async Task Every_schema_and_property_is_described()
    {
        var schemas = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").EnumerateObject().ToList();

        Assert.Contains(schemas, schema => schema.Name == "MoodResponse");
        foreach (var schema in schemas)
        {
            AssertDescribed(schema.Value, "description");
            var properties = schema.Value.TryGetProperty("properties", out var all) ? all.EnumerateObject().ToList() : [];
            Assert.All(properties, property => Assert.True(
                property.Value.GetRawText().Contains("\"description\":"), $"{schema.Name}.{property.Name}: no words"));
        }
    }

    [Fact]
    public async Task Numbers_have_the_schema_type_number()
    {
        var box = (await DocumentAsync()).GetProperty("components").GetProperty("schemas").GetProperty("Box");

        Assert.Equal("number", box.GetProperty("properties").GetProperty("x").GetProperty("type").GetString());
    }

    [Theory]
    [InlineData("/api/emotions", "post", "faces")]
    [InlineData("/api/mood", "post", "playlist")]
    [InlineData("/api/model", "get", "network")]
    [InlineData("/api/playlists/{emotion}", "get", "tracks")]
    [InlineData("/api/tracks/{id}", "get", "sound")]
    public async Task Examples_are_documented(string path, string method, string property)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        var content = operation.GetProperty("responses").GetProperty("200").GetProperty("content");
        Assert.NotEqual(
            JsonValueKind.Null,
            content.GetProperty("application/json").GetProperty("example").GetProperty(property).ValueKind);
    }

    [Theory]
    [InlineData("/api/emotions", "post", "200,400,403,408,413,415,503")]
    [InlineData("/api/mood", "post", "200,400,403,408,413,415,503")]
    [InlineData("/api/playlists/{emotion}", "get", "200,400,404")]
    [InlineData("/api/tracks/{id}", "get", "200,404")]
    [InlineData("/api/tracks/{id}/stream", "get", "200,404,416")]
    [InlineData("/api/tracks/{id}/like", "put", "204,403,404,429,503")]
    [InlineData("/api/tracks/{id}/plays", "post", "204,400,403,404,429,503")]
    [InlineData("/api/listener", "delete", "204,403,503")]
    [InlineData("/api/listener/corrections", "get", "200,503")]
    [InlineData("/api/listener/corrections", "post", "204,400,403,429,503")]
    [InlineData("/api/listener/corrections", "delete", "204,403,503")]
    [InlineData("/api/listener/adjustment", "put", "204,403,429,503")]
    [InlineData("/api/listener/history", "get", "200,503")]
    [InlineData("/api/listener/moods", "post", "204,400,403,429,503")]
    [InlineData("/api/library/scan", "post", "200,403")]
    public async Task Every_status_code_is_declared(string path, string method, string statuses)
    {
        var operation = (await DocumentAsync()).GetProperty("paths").GetProperty(path).GetProperty(method);

        Assert.Equal(statuses, string.Join(',', operation.GetProperty("responses").EnumerateObject().Select(r => r.Name).Order()));
    }

    [Fact]
    public async Task The_api_reference_is_self_contained()
    {
        using var page = await service.Http.GetAsync("scalar/v1");

        var html = await page.Content.ReadAsStringAsync();
        Assert.Equal("text/html", page.Content.Headers.ContentType!.MediaType);
        Assert.DoesNotContain("https://cdn", html);
        using var script = await service.Http.GetAsync("scalar/scalar.js");
        Assert.True(script.IsSuccessStatusCode);
    }

    private Task<JsonElement> DocumentAsync() => service.GetAsync("openapi/v1.json");

    private static void AssertDescribed(JsonElement element, string property) => Assert.True(
        element.TryGetProperty(property, out var words) && words.GetString()!.Length > 5,
        $"no {property}: {element.GetRawText()}");
}
