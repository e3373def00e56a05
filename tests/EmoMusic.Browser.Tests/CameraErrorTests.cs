namespace EmoMusic.Browser.Tests;

/// <summary>Each way in which there is no camera: a sentence with the next step, and controls that work.</summary>
public sealed class CameraErrorTests(World world)
{
    [Fact]
    public Task Denied() => SaysAsync("The camera is not allowed for this page.", Camera.Denied);

    [Fact]
    public Task Absent() => SaysAsync("No camera was found. Connect one and try again.", Camera.Absent);

    [Theory]
    [InlineData("NotReadableError", "The camera is busy: another program or tab seems to use it.")]
    [InlineData("AbortError", "The camera is busy: another program or tab seems to use it.")]
    [InlineData("SecurityError", "The camera is switched off for this page")]
    [InlineData("OverconstrainedError", "No camera was found.")]
    [InlineData("SomethingNewError", "The camera could not be opened (SomethingNewError).")]
    public Task Refused(string name, string sentence) => SaysAsync(
        sentence,
        Camera.Allowed,
        script: $"navigator.mediaDevices.getUserMedia = () => Promise.reject(new DOMException('', '{name}'))");

    [Fact]
    public Task An_insecure_origin() => SaysAsync(
        "Browsers open the camera only for secure pages, and this one came over plain http.",
        Camera.Allowed,
        new UriBuilder(world.Server.Address) { Host = "emomusic.test" }.Uri);

    [Fact]
    public async Task A_question_that_is_not_answered_can_be_cancelled()
    {
        await using var visit = await world.VisitAsync(
            script: "navigator.mediaDevices.getUserMedia = () => new Promise(() => {})");
        await visit.Read.ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("Opening the camera. Your browser may ask you first.");
        await visit.Button("Cancel").ClickAsync();
        await Expect(visit.Read).ToBeEnabledAsync();
        await Expect(visit.Status).ToContainTextAsync("The camera is off.");
    }

    private async Task SaysAsync(string sentence, Camera camera, Uri? address = null, string? script = null)
    {
        await using var visit = await world.VisitAsync(camera, address, script: script);
        foreach (var button in (ILocator[])[visit.Read, visit.Live])
        {
            await button.ClickAsync();
            await Expect(visit.Status).ToContainTextAsync(sentence);
            await Expect(visit.Status).ToContainTextAsync("one of the seven keys");
            await Expect(visit.Read).ToBeEnabledAsync();
            await Expect(visit.Live).ToBeEnabledAsync();
        }

        await visit.Key("sad").ClickAsync();
        await visit.HearsMusicAsync();
    }
}
