namespace EmoMusic.Browser.Tests;

/// <summary>The camera read again and again.</summary>
public sealed class LiveTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Live_detection_changes_the_music_and_stop_closes_the_camera()
    {
        _ = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync();
        var (underWay, most, asked) = (0, 0, 0);
        await visit.Page.RouteAsync("**/api/emotions*", async route =>
        {
            most = Math.Max(most, Interlocked.Increment(ref underWay));
            var answer = await route.FetchAsync();
            Interlocked.Decrement(ref underWay);
            asked++;
            await route.FulfillAsync(new() { Response = answer });
        });

        await visit.Live.ClickAsync();
        await Expect(visit.Button("Stop")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();
        Assert.Equal(1, most);
        Assert.InRange(asked, 3, 60); // it held for a while before the music began

        await visit.Button("Stop").ClickAsync();
        await visit.CameraIsOffAsync();
        await Expect(visit.Status).ToHaveTextAsync("Live and the camera are off. The music keeps playing.");
        await Expect(visit.Read).ToBeEnabledAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_manual_mood_overrides_live_detection()
    {
        _ = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync();
        await visit.Live.ClickAsync();
        await visit.PlaysAsync("Happy");
        await visit.Key("sad").ClickAsync();
        await visit.PlaysAsync("Sad");
        await visit.HearsMusicAsync();
        for (var frame = 0; frame < 4; frame++)
        {
            await visit.Page.WaitForResponseAsync("**/api/emotions*");
        }

        await visit.PlaysAsync("Sad");
    }

    [Fact]
    public async Task A_photo_stops_live_detection()
    {
        await using var visit = await fixture.OpenPageAsync();
        var frame = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Live.ClickAsync();
        await frame;
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await Expect(visit.Status).ToContainTextAsync("No face found in this photo.");
        await Expect(visit.Page.Locator("#stage")).ToHaveAttributeAsync("data-mode", "photo");
        await Expect(visit.Live).ToBeEnabledAsync();
        await visit.CameraIsOffAsync();
    }

    [Fact]
    public async Task Live_detection_resumes_when_the_server_is_back()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.RouteAsync("**/api/emotions*", route => route.AbortAsync());
        await visit.Live.ClickAsync();
        await Expect(visit.Status).ToContainTextAsync("Live will resume automatically.");
        var answer = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Page.UnrouteAsync("**/api/emotions*");
        Assert.True((await answer).Ok);
    }

    [Fact]
    public async Task Unplugging_the_camera_stops_live_with_a_message()
    {
        await using var visit = await fixture.OpenPageAsync();
        var frame = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Live.ClickAsync();
        await frame;
        await visit.Page.EvaluateAsync("""
            document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))
            """);
        await Expect(visit.Status).ToContainTextAsync("No camera found. Connect one and try again.");
        await visit.CameraIsOffAsync();
        await Expect(visit.Live).ToHaveAttributeAsync("aria-pressed", "false");
    }
}
