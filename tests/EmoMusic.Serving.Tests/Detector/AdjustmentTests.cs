using System.Net;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Detector;

/// <summary>A listener's corrections adjust what is read from their faces, with the player in this process or another one.</summary>
public sealed class AdjustmentTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task Ten_corrections_change_the_reading_for_that_listener(bool apart)
    {
        await using var player = apart ? await TestServer.PlayingAsync("music") : null;
        await using var server = player is null ? await TestServer.StartAsync() : await TestServer.StartAsync(
            "--roles", "detector", "--Player:BaseUrl", player.Address.ToString());
        using var other = server.NewListener();
        var before = Face(await server.AskAsync("api/emotions?face=whole", Some.Picture()));
        var scores = before.GetProperty("scores");
        var said = scores.EnumerateObject().MinBy(score => score.Value.GetDouble()).Name;

        for (var i = 0; i < 10; i++)
        {
            using var corrected = await server.Http.PostAsJsonAsync("api/listener/corrections", new { read = scores, said });
            Assert.Equal(HttpStatusCode.NoContent, corrected.StatusCode);
        }

        var answer = await server.AskAsync("api/mood?face=whole", Some.Picture());
        var face = Face(answer);
        Assert.Equal((said, said, said), (face.Text("emotion"), answer.Text("mood"), answer.GetProperty("playlist").Text("emotion")));
        Assert.Equal(face.GetProperty("confidence").GetDouble(), face.GetProperty("scores").GetProperty(said).GetDouble());
        Assert.NotEqual(before.GetProperty("valence").GetDouble(), face.GetProperty("valence").GetDouble());
        AssertAdjusted(face, scores.GetRawText());
        AssertAdjusted(Face(await server.AskAsync("api/emotions?face=whole", Some.Picture())), scores.GetRawText());

        AssertRaw(before, before);
        AssertRaw(before, Face(await AskAsync(other)));
        using var off = await server.Http.PutAsJsonAsync("api/listener/adjustment", new { on = false });
        AssertRaw(before, Face(await server.AskAsync("api/emotions?face=whole", Some.Picture())));
        using var on = await server.Http.PutAsJsonAsync("api/listener/adjustment", new { on = true });
        AssertAdjusted(Face(await server.AskAsync("api/emotions?face=whole", Some.Picture())), scores.GetRawText());
        using var reset = await server.Http.DeleteAsync("api/listener/corrections");
        AssertRaw(before, Face(await server.AskAsync("api/emotions?face=whole", Some.Picture())));
    }

    [Fact]
    public async Task Without_the_player_the_reading_is_the_models_own()
    {
        var player = await TestServer.PlayingAsync("music");
        await using var detector = await TestServer.StartAsync(
            "--roles", "detector", "--Player:BaseUrl", player.Address.ToString(), "--Logging:LogLevel:Default=None");
        var before = Face(await detector.AskAsync("api/emotions?face=whole", Some.Picture()));
        using var corrected = await detector.Http.PostAsJsonAsync(
            "api/listener/corrections", new { read = before.GetProperty("scores"), said = "disgust" });
        Assert.Equal(HttpStatusCode.NoContent, corrected.StatusCode);

        await player.DisposeAsync();

        AssertRaw(before, Face(await detector.AskAsync("api/emotions?face=whole", Some.Picture())));
    }

    private static void AssertAdjusted(JsonElement face, string raw)
    {
        Assert.True(face.GetProperty("adjusted").GetBoolean());
        Assert.Equal(raw, face.GetProperty("rawScores").GetRawText());
        Assert.Equal(1, face.GetProperty("scores").EnumerateObject().Sum(score => score.Value.GetDouble()), 4);
    }

    private static void AssertRaw(JsonElement before, JsonElement face)
    {
        Assert.False(face.GetProperty("adjusted").GetBoolean());
        Assert.Equal(JsonValueKind.Null, face.GetProperty("rawScores").ValueKind);
        Assert.Equal(before.GetProperty("scores").GetRawText(), face.GetProperty("scores").GetRawText());
    }

    private static JsonElement Face(JsonElement answer) => Assert.Single(answer.GetProperty("faces").EnumerateArray());

    private static async Task<JsonElement> AskAsync(HttpClient http)
    {
        using var response = await http.PostAsync(
            "api/emotions?face=whole", new ByteArrayContent(Some.Picture()) { Headers = { ContentType = new("image/png") } });
        return await response.Content.ReadFromJsonAsync<JsonElement>();
    }
}
