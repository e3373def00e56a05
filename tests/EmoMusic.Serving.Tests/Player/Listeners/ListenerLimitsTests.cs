using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Json;
using EmoMusic.Serving.Tests.Web;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>One client does not fill the database: with listeners, or with what they report.</summary>
public sealed class ListenerLimitsTests
{
    [Fact]
    public async Task Likes_without_a_cookie_are_limited_and_those_with_one_are_not()
    {
        await using var service = await TestServer.StartAsync();
        var track = (await service.TracksAsync("happy"))[0].Text("id");
        using var forgetful = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = service.Address };
        var answers = new List<HttpResponseMessage>();
        for (var i = 0; i < 60; i++)
        {
            answers.Add(await forgetful.PutAsync($"api/tracks/{track}/like", null));
        }

        Assert.Contains(answers, answer => answer.StatusCode == HttpStatusCode.NoContent);
        Assert.Equal(
            "Too many new listeners from your address. Keep the cookie that you got, or try again in a minute.",
            await answers[^1].ProblemAsync(HttpStatusCode.TooManyRequests));
        Assert.Equal(TimeSpan.FromMinutes(1), answers[^1].Headers.RetryAfter?.Delta);

        var cookie = answers[0].Headers.GetValues("Set-Cookie").Single().Split(';')[0];
        for (var i = 0; i < 60; i++)
        {
            using var request = new HttpRequestMessage(HttpMethod.Put, $"api/tracks/{track}/like");
            request.Headers.Add("Cookie", cookie);
            using var answer = await forgetful.SendAsync(request);
            Assert.Equal(HttpStatusCode.NoContent, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Cookies_that_were_made_up_are_limited_too()
    {
        await using var service = await TestServer.StartAsync();
        var track = (await service.TracksAsync("happy"))[0].Text("id");
        using var http = new HttpClient(new SocketsHttpHandler { UseCookies = false }) { BaseAddress = service.Address };

        var answers = new List<HttpStatusCode>();
        var clock = Stopwatch.StartNew();
        foreach (var path in new[] { $"tracks/{track}/like", "listener/history" })
        {
            for (var i = 0; i < 40; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, $"api/{path}") { Content = JsonContent.Create(new { keep = true }) };
                request.Headers.Add("Cookie", $"listener={Guid.NewGuid():n}");
                using var answer = await http.SendAsync(request);
                answers.Add(answer.StatusCode);
            }
        }

        Assert.InRange(answers.Count(answer => answer == HttpStatusCode.NoContent), 30, 31 + (int)(clock.Elapsed.TotalSeconds / 6));
        Assert.Equal(80, answers.Count(answer => answer is HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests));
    }

    [Fact]
    public async Task Behind_a_detector_each_client_has_a_limit_of_its_own_whatever_address_it_claims()
    {
        await using var player = await TestServer.StartAsync("--roles", "player", "--ForwardedHeaders:KnownProxies", "127.0.0.1");
        await using var detector = await TestServer.StartAsync("--roles", "detector", "--Player:BaseUrl", $"{player.Address}");
        var track = (await player.TracksAsync("happy"))[0].Text("id");

        var greedy = await LikeAsync(IPAddress.Loopback, 60);
        var other = await LikeAsync(IPAddress.Parse("127.0.0.2"), 1);

        Assert.Contains(HttpStatusCode.TooManyRequests, greedy);
        Assert.Equal([HttpStatusCode.NoContent], other);

        async Task<List<HttpStatusCode>> LikeAsync(IPAddress from, int times)
        {
            using var http = ClientAt.From(from, detector.Address);
            var answers = new List<HttpStatusCode>();
            for (var i = 0; i < times; i++)
            {
                using var request = new HttpRequestMessage(HttpMethod.Put, $"api/tracks/{track}/like");
                request.Headers.Add("X-Forwarded-For", $"192.0.2.{i}");
                using var answer = await http.SendAsync(request);
                answers.Add(answer.StatusCode);
            }

            return answers;
        }
    }

    [Theory]
    [InlineData("plays")]
    [InlineData("moods")]
    public async Task A_history_does_not_grow_as_fast_as_one_client_can_write(string what)
    {
        await using var service = await TestServer.StartAsync();
        var track = (await service.TracksAsync("happy"))[0].Text("id");
        using (await service.Http.PutAsJsonAsync("api/listener/history", new { keep = true }))
        {
        }

        var answers = new ConcurrentBag<HttpStatusCode>();
        var clock = Stopwatch.StartNew();
        await Parallel.ForAsync(0, 1200, async (_, cancel) =>
        {
            using var answer = what == "plays"
                ? await service.Http.PostAsJsonAsync($"api/tracks/{track}/plays", new { mood = "happy", seconds = 1, finished = true }, cancel)
                : await service.Http.PostAsJsonAsync("api/listener/moods", new { mood = "happy" }, cancel);
            answers.Add(answer.StatusCode);
        });

        var kept = (await service.GetAsync("api/listener/history")).GetProperty(what).GetArrayLength();
        Assert.InRange(kept, 1000, 1001 + (int)clock.Elapsed.TotalSeconds);
        Assert.Equal(kept, answers.Count(answer => answer == HttpStatusCode.NoContent));
        Assert.Equal(1200, answers.Count(answer => answer is HttpStatusCode.NoContent or HttpStatusCode.TooManyRequests));
        using var another = ClientAt.From(IPAddress.Parse("127.0.0.2"), service.Address);
        using var admitted = await another.PostAsJsonAsync("api/listener/moods", new { mood = "happy" });
        Assert.Equal(HttpStatusCode.NoContent, admitted.StatusCode);
    }

    [Fact]
    public async Task Behind_a_detector_with_TLS_the_cookie_is_secure()
    {
        await using var player = await TestServer.StartAsync("--roles", "player", "--ForwardedHeaders:KnownProxies", "127.0.0.1");
        await using var detector = await TestServer.StartAsync(
            "--roles", "detector", "--Player:BaseUrl", $"{player.Address}", "--ForwardedHeaders:KnownProxies", "127.0.0.1");
        var track = (await player.TracksAsync("happy"))[0].Text("id");
        using var request = new HttpRequestMessage(HttpMethod.Put, $"api/tracks/{track}/like");
        request.Headers.Add("X-Forwarded-For", "192.0.2.1");
        request.Headers.Add("X-Forwarded-Proto", "https");

        using var answer = await detector.Http.SendAsync(request);

        Assert.Contains("secure", answer.Headers.GetValues("Set-Cookie").Single().Split("; "));
    }
}
