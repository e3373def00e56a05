using System.Text.Json;

namespace EmoMusic.Browser.Tests;

/// <summary>Corrections of what was read, and readings that are adjusted to the listener.</summary>
public sealed class CorrectionTests(BrowserFixture fixture)
{
    // The same correction nine more times.
    private const string Repeat = """
        async body => {
          for (let time = 0; time < 9; time++) {
            await fetch('api/listener/corrections', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body });
          }
        }
        """;

    [Fact]
    public async Task Corrections_adjust_readings_until_they_are_switched_off_or_forgotten()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        Assert.Equal("happy", Strongest((await ReadAsync(visit)).GetProperty("scores")));
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");

        await visit.Button("Not quite right?").ClickAsync();
        var sent = (await visit.Page.RunAndWaitForResponseAsync( // which sets the cookie
            () => visit.Page.Locator("#chips").GetByText("Neutral").ClickAsync(), "**/api/listener/corrections")).Request;
        var body = JsonDocument.Parse(sent.PostData!).RootElement;
        Assert.Equal(("happy", "neutral"), (Strongest(body.GetProperty("read")), body.GetProperty("said").GetString()));
        await visit.Page.EvaluateAsync(Repeat, sent.PostData);

        var adjusted = await ReadAsync(visit);
        await Expect(visit.Emotion).ToHaveTextAsync("Neutral");
        await Expect(visit.Page.Locator("#confidence")).ToContainTextAsync("confident, adjusted to you");
        Assert.Equal("happy", Strongest(adjusted.GetProperty("rawScores")));

        // A key soon after the reading is a correction, too: of the model's own scores, not of the adjusted ones.
        var agreed = await visit.Page.RunAndWaitForRequestAsync(() => visit.Key("neutral").ClickAsync(), "**/api/listener/corrections");
        Assert.Equal("happy", Strongest(JsonDocument.Parse(agreed.PostData!).RootElement.GetProperty("read")));

        await visit.Button("Settings").ClickAsync();
        await Expect(visit.Page.Locator("#adjustment")).ToBeCheckedAsync();
        await Expect(visit.Button("Forget corrections")).ToBeEnabledAsync();
        await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.Locator("#adjustment").UncheckAsync(), "**/api/listener/adjustment");
        await visit.Button("Close").ClickAsync();
        await ReadAsync(visit);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Page.Locator("#confidence")).Not.ToContainTextAsync("adjusted");

        await visit.Button("Settings").ClickAsync();
        await Expect(visit.Page.Locator("#adjustment")).Not.ToBeCheckedAsync();
        await visit.Page.Locator("#adjustment").CheckAsync();
        await visit.Button("Forget corrections").ClickAsync();
        await Expect(visit.Page.Locator("#settings-status")).ToHaveTextAsync("Corrections deleted.");
        await Expect(visit.Button("Forget corrections")).ToBeDisabledAsync();
        await Expect(visit.Page.Locator("#adjustment")).ToBeCheckedAsync();
        await visit.Button("Close").ClickAsync();
        Assert.False((await ReadAsync(visit)).GetProperty("adjusted").GetBoolean());
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
    }

    private static string Strongest(JsonElement scores) => scores.EnumerateObject().MaxBy(score => score.Value.GetDouble()).Name;

    // Sends a photo, and returns the face in the answer.
    private static async Task<JsonElement> ReadAsync(PageVisit visit)
    {
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.SetInputFilesAsync("#file", Repository.Photo("one-face.png")), "**/api/mood*");
        return (await answer.JsonAsync())!.Value.GetProperty("faces")[0];
    }
}
