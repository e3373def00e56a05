using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Player.Listeners;

public abstract partial class ListenerTests
{
    private static readonly Dictionary<string, double> HappyOrSad = new() { ["happy"] = 0.75, ["sad"] = 0.25 };

    [Fact]
    public async Task Corrections_are_counted_by_what_was_read_and_said_and_older_ones_fade()
    {
        using var other = Server.NewListener();

        await CorrectAsync(Server.Http, HappyOrSad, "neutral");
        Assert.Equal("happy→neutral 0.750, sad→neutral 0.250", await CountsAsync(Server.Http));
        await CorrectAsync(Server.Http, HappyOrSad, "happy");

        Assert.Equal(
            "happy→happy 0.750, happy→neutral 0.724, sad→happy 0.250, sad→neutral 0.241", await CountsAsync(Server.Http));
        Assert.Equal("", await CountsAsync(other));
    }

    [Fact]
    public async Task The_adjustment_is_on_until_it_is_switched_off_which_keeps_the_counts()
    {
        Assert.True(await IsOnAsync());
        await CorrectAsync(Server.Http, HappyOrSad, "neutral");
        Assert.True(await IsOnAsync());

        using var off = await Server.Http.PutAsJsonAsync("api/listener/adjustment", new { on = false });

        Assert.Equal(HttpStatusCode.NoContent, off.StatusCode);
        Assert.False(await IsOnAsync());
        Assert.Equal("happy→neutral 0.750, sad→neutral 0.250", await CountsAsync(Server.Http));
        using var on = await Server.Http.PutAsJsonAsync("api/listener/adjustment", new { on = true });
        Assert.True(await IsOnAsync());
    }

    [Fact]
    public async Task A_reset_deletes_the_corrections_only()
    {
        await CorrectAsync(Server.Http, HappyOrSad, "neutral");
        using var liked = await Server.Http.PutAsync($"api/tracks/{await IdAsync("a")}/like", null);

        using var reset = await Server.Http.DeleteAsync("api/listener/corrections");

        Assert.Equal(HttpStatusCode.NoContent, reset.StatusCode);
        Assert.Equal("", await CountsAsync(Server.Http));
        Assert.Equal("a", await LikedAsync(Server.Http));
    }

    [Fact]
    public async Task A_deleted_listeners_corrections_are_gone_from_the_database_files()
    {
        using var http = Server.NewListener();
        var listener = Guid.NewGuid().ToString("N"); // no other test's: all databases of the server are searched
        http.DefaultRequestHeaders.Add("Cookie", $"listener={listener}");
        using var off = await http.PutAsJsonAsync("api/listener/adjustment", new { on = false });
        for (var i = 0; i < 12; i++)
        {
            await CorrectAsync(http, HappyOrSad, i % 2 == 0 ? "neutral" : "fear");
        }

        using var forgotten = await http.DeleteAsync("api/listener");

        await FlushAsync();
        Assert.Equal(HttpStatusCode.NoContent, forgotten.StatusCode);
        Assert.Equal(0, CountInFiles(listener));
        Assert.Equal("", await CountsAsync(http));
        var after = await http.GetFromJsonAsync<JsonElement>("api/listener/corrections");
        Assert.True(after.GetProperty("on").GetBoolean());
    }

    [Theory]
    [InlineData("{\"read\":{\"happy\":0.5},\"said\":\"sad\"}",
        "`read` is no reading: found scores with the sum 0.5, expected scores from 0 to 1 with the sum 1.")]
    [InlineData("{\"read\":{\"happy\":2,\"sad\":-1},\"said\":\"sad\"}",
        "`read` is no reading: found scores with the sum 1, expected scores from 0 to 1 with the sum 1.")]
    [InlineData("{\"read\":{},\"said\":\"sad\"}",
        "`read` is no reading: found scores with the sum 0, expected scores from 0 to 1 with the sum 1.")]
    [InlineData("{\"read\":{\"joy\":1},\"said\":\"sad\"}", "Bad request: the body or a parameter is invalid.")]
    [InlineData("{\"read\":{\"happy\":1},\"said\":\"joy\"}", "Bad request: the body or a parameter is invalid.")]
    [InlineData("{\"read\":null,\"said\":\"sad\"}",
        "`read` is no reading: found scores with the sum 0, expected scores from 0 to 1 with the sum 1.")]
    [InlineData("{\"read\":{\"happy\":1}}", "Bad request: the body or a parameter is invalid.")]
    public async Task An_invalid_correction_returns_400(string json, string sentence)
    {
        using var response = await Server.Http.PostAsync(
            "api/listener/corrections", new StringContent(json, Encoding.UTF8, "application/json"));

        Assert.Equal(sentence, await response.ProblemAsync(HttpStatusCode.BadRequest));
        Assert.Equal("", await CountsAsync(Server.Http));
    }

    private async Task<bool> IsOnAsync() => (await Server.GetAsync("api/listener/corrections")).GetProperty("on").GetBoolean();

    private static async Task CorrectAsync(HttpClient http, object read, string said)
    {
        using var response = await http.PostAsJsonAsync("api/listener/corrections", new { read, said });
        Assert.Equal(HttpStatusCode.NoContent, response.StatusCode);
    }

    private static async Task<string> CountsAsync(HttpClient http)
    {
        var found = await http.GetFromJsonAsync<JsonElement>("api/listener/corrections");
        var counts = from read in found.GetProperty("counts").EnumerateObject()
                     from said in read.Value.EnumerateObject()
                     select FormattableString.Invariant($"{read.Name}→{said.Name} {said.Value.GetDouble():0.000}");
        return string.Join(", ", counts.Order(StringComparer.Ordinal));
    }
}
