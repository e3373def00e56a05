using System.Net;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Tests.Detector;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>What every answer has, right or wrong.</summary>
public sealed class ResponseTests(SharedServer one) : IClassFixture<SharedServer>
{
    private const string Strict =
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data: blob:; media-src 'self' blob:; "
        + "connect-src 'self'; manifest-src 'self'; worker-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private const string SingleFile =
        "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
        + "font-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private readonly TestServer service = one.Server;

    [Theory]
    [InlineData("", 200, Strict)]
    [InlineData("js/app.js", 200, Strict)]
    [InlineData("api/model", 200, Strict)]
    [InlineData("api/playlists/happy", 200, Strict)]
    [InlineData("health/live", 200, Strict)]
    [InlineData("metrics", 200, Strict)]
    [InlineData("openapi/v1.json", 200, Strict)]
    [InlineData("api/emotions", 405, Strict)]
    [InlineData("nowhere", 404, Strict)]
    [InlineData("report", 200, SingleFile)]
    [InlineData("scalar/v1", 200, SingleFile)]
    public async Task Every_response_has_the_security_headers(string path, int status, string policy)
    {
        using var response = await service.Http.GetAsync(path);

        Assert.Equal(status, (int)response.StatusCode);
        Assert.Equal(policy, Header("Content-Security-Policy"));
        Assert.Equal("nosniff", Header("X-Content-Type-Options"));
        Assert.Equal("no-referrer", Header("Referrer-Policy"));
        Assert.Equal("camera=(self), microphone=(), geolocation=()", Header("Permissions-Policy"));
        Assert.Equal("same-origin", Header("Cross-Origin-Resource-Policy"));
        Assert.False(response.Headers.Contains("Server"));
        Assert.False(response.Headers.Contains("Cross-Origin-Opener-Policy")); // Chromium complains over plain http

        string Header(string name) => response.Headers.GetValues(name).Single();
    }

    [Fact]
    public async Task Internal_errors_do_not_leak_details()
    {
        using var folder = new TemporaryFolder();
        Some.File(folder, "happy/a.mp3", Some.Mp3(Some.Picture()));
        await using var player = await TestServer.PlayingAsync(folder.Path, "--Logging:LogLevel:Microsoft.AspNetCore=None");
        var track = Assert.Single(await player.TracksAsync("happy"));
        player.Services.GetRequiredService<CoverReader>().Dispose(); // which nothing expects

        using var response = await player.Http.GetAsync(track.Text("coverUrl"));

        Assert.Equal(
            "Internal server error. It has been logged.",
            await response.ProblemAsync(HttpStatusCode.InternalServerError));
        Assert.DoesNotContain("Exception", await response.Content.ReadAsStringAsync());
        Assert.Equal(Strict, response.Headers.GetValues("Content-Security-Policy").Single());
    }

    [Theory]
    [InlineData("GET", "nowhere", 404, "Not found.")]
    [InlineData("GET", "api/nowhere", 404, "Not found.")]
    [InlineData("POST", "api/tracks", 404, "Not found.")]
    [InlineData("GET", "openapi/v2.json", 404, "Not found.")]
    [InlineData("GET", "api/mood", 405, "Method not allowed.")]
    [InlineData("DELETE", "api/model", 405, "Method not allowed.")]
    [InlineData("POST", "api/playlists/happy", 405, "Method not allowed.")]
    public async Task Unknown_routes_and_methods_return_problem_details(string method, string path, int status, string sentence)
    {
        using var response = await service.Http.SendAsync(new HttpRequestMessage(new HttpMethod(method), path));

        Assert.Equal(sentence, await response.ProblemAsync((HttpStatusCode)status));
    }

    [Theory]
    [InlineData("face=%2B1")]
    [InlineData("face=auto,whole")]
    [InlineData("face=%20whole")]
    [InlineData("face=-0")]
    public async Task The_face_parameter_is_matched_exactly(string query)
    {
        using var response = await service.PostAsync($"api/emotions?{query}", Some.Picture());

        Assert.EndsWith("expected auto or whole.", await response.ProblemAsync(HttpStatusCode.BadRequest));
    }

    [Fact]
    public async Task The_service_is_live_and_ready()
    {
        Assert.Equal("Healthy", await service.Http.GetStringAsync("health/live"));
        Assert.Equal("Healthy", await service.Http.GetStringAsync("health/ready"));
    }
}
