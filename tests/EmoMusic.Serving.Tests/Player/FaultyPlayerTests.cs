using System.Diagnostics;
using System.Net;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>With a faulty player, the emotion is returned quickly, with a hint that there is no music.</summary>
[Collection<Waiting>]
public sealed class FaultyPlayerTests
{
    private const string Json = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";

    public static TheoryData<string> InvalidResponses => new(
        "",
        "SSH-2.0-OpenSSH_9.2p1\r\n",
        "HTTP/1.1 500 Internal Server Error\r\nContent-Length: 4\r\n\r\nOops",
        "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n",
        "HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 13\r\n\r\n<html></html>",
        "HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 0\r\n\r\n",
        Json + "Content-Length: 500\r\n\r\n{\"emotion\":\"happy\",\"title\":\"Keep",
        Json + "Transfer-Encoding: chunked\r\n\r\n1f4\r\n{\"emotion\":\"happy\"",
        Json + "Content-Length: 18\r\n\r\n{\"emotion\":\"happy\"",
        Json + "Content-Length: 2\r\n\r\n{}",
        Json + "Content-Length: 4\r\n\r\nnull",
        Json + "Content-Length: 0\r\n\r\n",
        Json + "Content-Length: 19\r\n\r\n{\"emotion\":\"joyful\"",
        "HTTP/1.1 200 OK\r\nContent-Type: application/json; charset=klingon\r\nContent-Length: 2\r\n\r\n{}");

    [Theory]
    [MemberData(nameof(InvalidResponses))]
    public async Task An_invalid_response_means_no_music(string answer)
    {
        await using var player = FaultyPlayer.Answering(answer);
        await AssertNoMusicSoonAsync(player);
    }

    [Theory]
    [InlineData("")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-T")]
    [InlineData(Json + "Content-Length: 500\r\n\r\n{\"emotion\":\"happy\"")]
    public async Task A_hanging_player_times_out(string before)
    {
        await using var player = FaultyPlayer.HangingAfter(before);
        await AssertNoMusicSoonAsync(player);
    }

    [Fact]
    public async Task A_photo_for_a_hanging_detector_times_out()
    {
        await using var detector = FaultyPlayer.HangingAfter("");
        await using var front = await TestServer.StartAsync(
            "--roles", "player", "--Detector:BaseUrl", detector.Address.ToString(), "--Logging:LogLevel:Default=None");
        var clock = Stopwatch.StartNew();

        using var answer = await front.PostAsync("api/mood?face=whole", Some.Picture());

        Assert.StartsWith("The detector service is unavailable", await answer.ProblemAsync(HttpStatusCode.ServiceUnavailable));
        Assert.InRange(clock.Elapsed.TotalSeconds, 9, 20);
    }

    private static async Task AssertNoMusicSoonAsync(FaultyPlayer player)
    {
        await using var detector = await TestServer.StartAsync(
            "--roles", "detector", "--Player:BaseUrl", player.Address.ToString(), "--Logging:LogLevel:Default=None");
        for (var i = 0; i < 3; i++)
        {
            var clock = Stopwatch.StartNew();
            using var refused = await detector.PostAsync("api/mood", "no photo"u8.ToArray()); // needs no player
            var usual = clock.Elapsed.TotalSeconds;
            clock.Restart();
            var answer = await detector.AskAsync("api/mood?face=whole", Some.Picture());

            Assert.InRange(clock.Elapsed.TotalSeconds, 0, 4.5 + (5 * usual)); // which is milliseconds unless the machine is busy
            TwoServicesTests.AssertNoMusic(answer);
        }
    }
}
