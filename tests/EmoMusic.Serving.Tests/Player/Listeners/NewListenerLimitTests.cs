using System.Net;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>One client does not become thousands of listeners.</summary>
public sealed class NewListenerLimitTests
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
}
