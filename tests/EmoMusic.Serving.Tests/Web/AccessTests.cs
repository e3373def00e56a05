using System.Net;
using System.Net.Http.Headers;
using System.Text;
using EmoMusic.Serving.Web;

namespace EmoMusic.Serving.Tests.Web;

/// <summary>A password for a household.</summary>
[Collection<Waiting>]
public sealed class AccessTests
{
    private const string Password = "correct horse: battery";

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Who_knows_the_password_comes_in_and_needs_it_once(bool hashed)
    {
        await using var service = await StartAsync(hashed ? PasswordHash.Of(Password).ToString() : Password);
        using var refused = await service.Http.GetAsync("");
        Assert.Equal("A password is needed.", await refused.ProblemAsync(HttpStatusCode.Unauthorized));
        Assert.Equal("Basic realm=\"EmoMusic\", charset=\"UTF-8\"", refused.Headers.WwwAuthenticate.ToString());

        using var listener = service.NewListener(); // keeps cookies
        using var wrong = await SendAsync(listener, "wrong");
        Assert.Equal("The password is wrong.", await wrong.ProblemAsync(HttpStatusCode.Unauthorized));
        using var right = await SendAsync(listener, Password);
        Assert.Equal(HttpStatusCode.OK, right.StatusCode);
        using var later = await listener.GetAsync("api/playlists/happy");
        Assert.Equal(HttpStatusCode.OK, later.StatusCode);
    }

    [Fact]
    public async Task Health_checks_need_no_password_and_forged_cookies_are_none()
    {
        await using var service = await StartAsync(Password);
        using var health = await service.Http.GetAsync("health/ready");
        Assert.Equal(HttpStatusCode.OK, health.StatusCode);

        foreach (var forged in new[] { "99999999999.00", "99999999999", "x.y", "1.", "." })
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "");
            request.Headers.Add("Cookie", $"access={forged}");
            using var answer = await service.Http.SendAsync(request);
            Assert.Equal(HttpStatusCode.Unauthorized, answer.StatusCode);
        }
    }

    [Fact]
    public async Task Guessing_ends_after_ten_passwords()
    {
        await using var service = await StartAsync(Password);
        var answers = new List<HttpStatusCode>();
        for (var i = 0; i < 20; i++)
        {
            using var answer = await SendAsync(service.Http, $"guess {i}");
            answers.Add(answer.StatusCode);
        }

        Assert.Equal(HttpStatusCode.TooManyRequests, answers[^1]);
        Assert.True(answers.Count(status => status == HttpStatusCode.Unauthorized) >= 10);
    }

    [Fact]
    public async Task A_detector_with_the_same_password_reaches_the_player()
    {
        await using var player = await StartAsync(Password, "--roles", "player");
        await using var detector = await StartAsync(
            Password, "--roles", "detector", "--Player:BaseUrl", player.Address.ToString());
        using var request = new HttpRequestMessage(HttpMethod.Post, "api/mood?face=whole")
        {
            Content = new ByteArrayContent(Some.Picture()),
            Headers = { Authorization = Basic(Password) },
        };

        using var answer = await detector.Http.SendAsync(request);

        Assert.Contains("\"streamUrl\":", await answer.Content.ReadAsStringAsync(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("pbkdf2-sha256:600000:AAAA")]
    [InlineData("pbkdf2-sha256:0:AAAA:AAAA")]
    [InlineData("pbkdf2-sha512:600000:AAAA:AAAA")]
    public async Task A_hash_that_is_none_is_refused_at_start(string hash)
    {
        var (code, error) = await ServerProcess.RunAsync(["--Access:Password", hash]);

        Assert.Equal(1, code);
        Assert.Equal("Access:Password: found a hash that is incomplete or of another kind, expected what `hash-password` prints.", error);
    }

    [Fact]
    public void Hash_password_prints_a_hash_that_matches()
    {
        using var output = new StringWriter();
        Assert.Equal(0, HashPasswordCommand.Run(new StringReader(Password), output, TextWriter.Null));

        var hash = PasswordHash.Parse(output.ToString().Trim());
        Assert.True(hash!.Matches(Password));
        Assert.False(hash.Matches(Password + " "));
    }

    [Fact]
    public void Hash_password_without_one_says_so()
    {
        using var error = new StringWriter();
        Assert.Equal(1, HashPasswordCommand.Run(new StringReader(""), TextWriter.Null, error));
        Assert.StartsWith("No password. Write it into the standard input", error.ToString(), StringComparison.Ordinal);
    }

    private static Task<TestServer> StartAsync(string password, params string[] args) =>
        TestServer.StartAsync(["--Access:Password", password, .. args]);

    private static Task<HttpResponseMessage> SendAsync(HttpClient http, string password)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, "") { Headers = { Authorization = Basic(password) } };
        return http.SendAsync(request);
    }

    private static AuthenticationHeaderValue Basic(string password) =>
        new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"anybody:{password}")));
}
