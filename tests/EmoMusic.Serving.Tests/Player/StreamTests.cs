using System.Net;
using System.Net.Http.Headers;

namespace EmoMusic.Serving.Tests.Player;

public sealed class StreamTests : IAsyncLifetime
{
    private readonly TemporaryFolder music = new();
    private readonly byte[] sound = Some.Wav(1);
    private Service service = null!;
    private string url = "";

    public async ValueTask InitializeAsync()
    {
        Some.Music(music, "happy/a.wav");
        service = await Service.PlayingAsync(music.Path);
        url = await UrlAsync("happy");
    }

    public async ValueTask DisposeAsync()
    {
        await service.DisposeAsync();
        music.Dispose();
    }

    [Fact]
    public async Task The_whole_file_comes_with_its_type_length_and_version()
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
    public async Task A_range_brings_the_very_bytes_asked_for(long? from, long? to, int first, int last)
    {
        using var response = await GetAsync(headers => headers.Range = new RangeHeaderValue(from, to));

        Assert.Equal(HttpStatusCode.PartialContent, response.StatusCode);
        Assert.Equal(sound[first..(last + 1)], await response.Content.ReadAsByteArrayAsync());
        Assert.Equal($"bytes {first}-{last}/{sound.Length}", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task A_range_behind_the_end_is_416_with_the_length()
    {
        using var response = await GetAsync(headers => headers.Range = new RangeHeaderValue(100_000, null));

        Assert.Equal(HttpStatusCode.RequestedRangeNotSatisfiable, response.StatusCode);
        Assert.Equal($"bytes */{sound.Length}", response.Content.Headers.ContentRange!.ToString());
    }

    [Fact]
    public async Task What_one_has_already_is_304()
    {
        using var first = await GetAsync();

        using var again = await GetAsync(headers => headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.NotModified, again.StatusCode);
        Assert.Empty(await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task A_range_of_another_version_is_the_whole_of_this_one()
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
    public async Task A_file_that_changed_is_a_new_version_though_no_playlist_was_asked_for()
    {
        using var first = await GetAsync();
        File.WriteAllBytes(music["happy/a.wav"], Some.Wav(2));

        using var again = await GetAsync(headers => headers.IfNoneMatch.Add(first.Headers.ETag!));

        Assert.Equal(HttpStatusCode.OK, again.StatusCode);
        Assert.NotEqual(first.Headers.ETag, again.Headers.ETag);
        Assert.Equal(Some.Wav(2), await again.Content.ReadAsByteArrayAsync());
    }

    [Fact]
    public async Task Head_tells_all_but_the_sound()
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
    public async Task The_content_type_is_that_of_the_content_whatever_the_name_says(string extension)
    {
        Some.Music(music, $"fear/a{extension}");

        await service.ScanAsync();
        using var response = await service.Http.GetAsync(await UrlAsync("fear"));

        Assert.Equal("audio/wav", response.Content.Headers.ContentType!.ToString());
    }

    [Fact]
    public async Task A_bookmark_plays_after_a_restart_before_any_playlist_is_asked_for()
    {
        await using var restarted = await Service.StartAsync(
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
