namespace EmoMusic.Browser.Tests;

/// <summary>The camera read again and again.</summary>
public sealed class LiveTests(World world)
{
    [Fact]
    public async Task The_music_follows_a_mood_that_lasts_and_stop_turns_the_camera_off()
    {
        _ = world.FacePhoto("one-face.png");
        await using var visit = await world.VisitAsync();
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
        await Expect(visit.Status).ToHaveTextAsync("Live is off, and so is the camera. The music plays on.");
        await Expect(visit.Read).ToBeEnabledAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_mood_chosen_by_hand_stands_against_the_camera()
    {
        _ = world.FacePhoto("one-face.png");
        await using var visit = await world.VisitAsync();
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
    public async Task A_photo_ends_it_and_is_read_instead()
    {
        world.NeedsFaceFinder();
        await using var visit = await world.VisitAsync();
        var frame = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Live.ClickAsync();
        await frame;
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Photo(640, 480));
        await Expect(visit.Status).ToContainTextAsync("No face was found in this photo.");
        await Expect(visit.Page.Locator("#stage")).ToHaveAttributeAsync("data-mode", "photo");
        await Expect(visit.Live).ToBeEnabledAsync();
        await visit.CameraIsOffAsync();
    }

    [Fact]
    public async Task It_waits_for_a_server_that_went_away_and_goes_on_by_itself()
    {
        await using var visit = await world.VisitAsync();
        await visit.Page.RouteAsync("**/api/emotions*", route => route.AbortAsync());
        await visit.Live.ClickAsync();
        await Expect(visit.Status).ToContainTextAsync("Live goes on by itself as soon as it answers.");
        var answer = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Page.UnrouteAsync("**/api/emotions*");
        Assert.True((await answer).Ok);
    }

    [Fact]
    public async Task A_camera_that_is_pulled_out_ends_it_with_a_sentence()
    {
        await using var visit = await world.VisitAsync();
        var frame = visit.Page.WaitForResponseAsync("**/api/emotions*");
        await visit.Live.ClickAsync();
        await frame;
        await visit.Page.EvaluateAsync("""
            document.querySelector('video').srcObject.getVideoTracks()[0].dispatchEvent(new Event('ended'))
            """);
        await Expect(visit.Status).ToContainTextAsync("No camera was found. Connect one and try again.");
        await visit.CameraIsOffAsync();
        await Expect(visit.Live).ToHaveAttributeAsync("aria-pressed", "false");
    }
}
