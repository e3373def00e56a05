using System.Net;
using System.Net.Http.Headers;

namespace EmoMusic.Serving.Tests.Player;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private readonly byte[] sound = Some.Wav(1);
    private TestServer service = null!;
    private string url = "";

    public async ValueTask InitializeAsync()
    {
        Some.Tracks(music, "happy/a.wav");
        service = await TestServer.PlayingAsync(music.Path);
        url = await UrlAsync("happy");
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task The_whole_file_has_length_etag_and_last_modified()
    {
        using var response = await GetAsync();

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(sound, await response.Content.ReadAsByteArrayAsync());
        Assert.Equal(sound.Length, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
        Assert.False(response.Headers.ETag!.IsWeak);
        Assert.NotNull(response.Content.Headers.LastModified);
    }

    [Theory]
    [InlineData(100L, 199L, 100, 199)]
    [InlineData(8000L, null, 8000, 8043)]
    [InlineData(8000L, 99999L, 8000, 8043)]
    [InlineData(null, 10L, 8034, 8043)]
    [InlineData(0L, 0L, 0, 0)]
    public async Task A_range_returns_exactly_those_bytes(long? from, long? to, int first, int last)
    {
        using var response = await GetAsync(headers => headers.Range = new RangeHeaderValue(from, to));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(sound[first..(last + 1)], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes {first}-{last}/{sound.Length}", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_range_beyond_the_end_returns_416()
    {
        using var response = await GetAsync(headers => headers.Range = new RangeHeaderValue(100_000, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal($"bytes */{sound.Length}", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_matching_etag_returns_304()
    {
        using var first = await GetAsync();

        using var again = await GetAsync(headers => headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_range_with_an_outdated_etag_returns_the_whole_file()
    {
        using var first = await GetAsync();
        var range = new RangeHeaderValue(0, 9);
        using var same = await GetAsync(h => (h.Range, h.IfRange) = (range, new(first.Headers.ETag!)));
        using var other = await GetAsync(h => (h.Range, h.IfRange) = (range, new(new EntityTagHeaderValue("\"other\""))));

        Assert.Equal(HttpStatusCode.PartialContent, same.StatusCode);
        Assert.Equal(HttpStatusCode.OK, other.StatusCode);
        Assert.Equal(sound, await other.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_changed_file_gets_a_new_etag_without_a_scan()
    {
        using var first = await GetAsync();
        File.WriteAllBytes(music["happy/a.wav"], Some.Wav(2));

        using var again = await GetAsync(headers => headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEqual(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(Some.Wav(2), await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_returns_headers_without_a_body()
    {
        using var response = await service.Http.SendAsync(new HttpRequestMessage(HttpMethod.Head, url));

        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
        Assert.Equal(sound.Length, response.Content.Headers.ContentLength);
        Assert.Equal("bytes", response.Headers.AcceptRanges.Single());
    }

    [Theory]
    [InlineData(".wav")]
    [InlineData(".mp3")]
    [InlineData(".WEBM")]
    public async Task The_content_type_follows_the_content_not_the_extension(string extension)
    {
        Some.Tracks(music, $"fear/a{extension}");

        await service.ScanAsync();
        using var response = await service.Http.GetAsync(await UrlAsync("fear"));

        Assert.Equal("audio/wav", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task Stream_urls_survive_a_restart()
    {
        await using var restarted = await TestServer.StartAsync(
            "--roles", "player", "--Player:Library", music.Path, "--Player:Database", $"Data Source={service.DatabaseFile}");

        Assert.Equal(sound, await restarted.Http.GetByteArrayAsync(url));
    }

    private async Task<string> UrlAsync(string mood) =>
        (await service.GetAsync($"api/playlists/{mood}")).GetProperty("tracks")[0].GetProperty("streamUrl").GetString()!;

    private async Task<HttpResponseMessage> GetAsync(Action<HttpRequestHeaders>? with = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, url);
        with?.Invoke(request.Headers);
        return await service.Http.SendAsync(request);
    }
}
