namespace EmoMusic.Browser.Tests;

/// <summary>A browser that keeps nothing, or has kept something else under our names: other programs use the same address.</summary>
public sealed class StorageTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Without_storage_music_plays_and_a_mix_that_is_not_kept_is_said()
    {
        await using var visit = await fixture.OpenWithoutStorageAsync();
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();

        await visit.Button("Save mix").ClickAsync();
        await visit.Button("Save").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("This browser lets the page keep nothing. Allow it to store data, or export the list.");
    }

    [Theory]
    [InlineData("session", """{"version":1}""")]
    [InlineData("session", """{"version":1,"tracks":[{}],"index":0,"seconds":0,"volume":1,"muted":false,"playlist":null}""")]
    [InlineData("session", """{"version":1,"tracks":{},"index":0,"seconds":0,"volume":1,"muted":false,"playlist":{}}""")]
    [InlineData("session", """{"version":1,"tracks":[],"index":0,"seconds":0,"volume":80,"muted":false,"playlist":null}""")]
    [InlineData("session", """{"version":1,"tracks":[],"index":-1,"seconds":null,"volume":1,"playlist":{"emotion":"bored"}}""")]
    [InlineData("session", "{")]
    [InlineData("mixes", """{"id":"a","name":"b"}""")]
    [InlineData("mixes", """[null,{"id":"a","name":"b","savedAt":"yesterday"}]""")]
    [InlineData("theme", "dracula")]
    [InlineData("language", "constructor")]
    [InlineData("crossfade", "5000")]
    public async Task What_another_program_kept_does_no_harm(string name, string value)
    {
        var script = FormattableString.Invariant($"localStorage.setItem({Quoted(name)}, {Quoted(value)});");
        await using var visit = await fixture.OpenPageAsync(script: script);
        await visit.Button("Settings").ClickAsync();
        await Expect(visit.Button("Close")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByLabel("Theme")).ToHaveValueAsync("system");
        await visit.Button("Close").ClickAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Mixes" }).ClickAsync();
        await Expect(visit.Page.Locator("#nothing-found")).ToContainTextAsync("No saved mixes yet.");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Key("happy").ClickAsync();

        await visit.HearsMusicAsync();
        Assert.InRange(await visit.SecondsAsync(), 0, 5);
        var track = await visit.CurrentTrack.InnerTextAsync();
        await Task.Delay(1000); // no crossfade
        await Expect(visit.CurrentTrack).ToHaveTextAsync(track);
    }

    private static string Quoted(string text) => System.Text.Json.JsonSerializer.Serialize(text);
}
