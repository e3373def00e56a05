namespace EmoMusic.Browser.Tests;

/// <summary>Every camera error shows a message with the next step, and leaves the controls usable.</summary>
public sealed class CameraErrorTests(BrowserFixture fixture)
{
    [Fact]
    public Task Denied() => SaysAsync("Camera access is blocked for this page.", Camera.Denied);

    [Fact]
    public Task Absent() => SaysAsync("No camera found. Connect one and try again.", Camera.Absent);

    [Theory]
    [InlineData("NotReadableError", "The camera is busy: another program or tab may be using it.")]
    [InlineData("AbortError", "The camera is busy: another program or tab may be using it.")]
    [InlineData("SecurityError", "The camera is disabled in the browser's or the device's settings.")]
    [InlineData("OverconstrainedError", "No camera found.")]
    [InlineData("SomethingNewError", "The camera could not be opened (SomethingNewError).")]
    public Task Refused(string name, string sentence) => SaysAsync(
        sentence,
        Camera.Allowed,
        script: $"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}'))");

    [Fact]
    public Task Insecure_origin() => SaysAsync(
        "Cameras only work on secure pages, and this one was loaded over plain http.",
        Camera.Allowed,
        new UriBuilder(fixture.Server.Address) { Host = "emomusic.local" }.Uri);

    [Fact]
    public async Task A_pending_permission_prompt_can_be_cancelled()
    {
        await using var visit = await fixture.OpenPageAsync(
            script: "navigator.mediaDevices.getUserMedia = () => new Promise(() => {})");
        await visit.Read.ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("Opening the camera. Your browser may ask for permission.");
        await visit.Button("Cancel").ClickAsync();
        await Expect(visit.Read).ToBeEnabledAsync();
        await Expect(visit.Status).ToContainTextAsync("The camera is off.");
    }

    private async Task SaysAsync(string sentence, Camera camera, Uri? address = null, string? script = null)
    {
        await using var visit = await fixture.OpenPageAsync(camera, address, script: script);
        foreach (var button in (ILocator[])[visit.Read, visit.Live])
        {
            await button.ClickAsync();
            await Expect(visit.Status).ToContainTextAsync(sentence);
            await Expect(visit.Status).ToContainTextAsync("press a mood key");
            await Expect(visit.Read).ToBeEnabledAsync();
            await Expect(visit.Live).ToBeEnabledAsync();
        }

        await visit.Key("sad").ClickAsync();
        await visit.HearsMusicAsync();
    }
}
