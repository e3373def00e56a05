namespace EmoMusic.Browser.Tests;

/// <summary>Every server error shows a message with the next step.</summary>
public sealed class ServerErrorTests(BrowserFixture fixture)
{
    private const string Gone =
        "The server is not responding. Check that it is running and that you are online, then try again.";

    [Fact]
    public async Task A_stopped_server_is_reported_and_can_be_retried()
    {
        await using var server = await ServerProcess.StartAsync(fixture.Library);
        await using var visit = await fixture.OpenPageAsync(address: server.Address);
        await server.KillAsync();
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(Gone);
        await visit.Key("sad").ClickAsync();
        await Expect(visit.Page.Locator("#hint-text")).ToHaveTextAsync(Gone);

        await using var again = await ServerProcess.StartAsync(fixture.Library, server.Address.Port);
        // It is noticed by itself.
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_retry_sends_the_same_picture_again()
    {
        const string Busy = "Too many photos are being processed. Try again in a second.";
        await using var visit = await fixture.OpenPageAsync();
        var sent = new List<byte[]?>();
        await visit.Page.RouteAsync("**/api/mood*", async route =>
        {
            sent.Add(route.Request.PostDataBuffer);
            await (sent.Count > 1 ? route.ContinueAsync() : route.FulfillAsync(new()
            {
                Status = 503,
                ContentType = "application/problem+json",
                Headers = new Dictionary<string, string> { ["Retry-After"] = "1" },
                Body = $$"""{"status":503,"detail":"{{Busy}}"}""",
            }));
        });
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(Busy);
        await visit.Button("Try again").ClickAsync();
        await Expect(visit.Status).ToContainTextAsync("No face found in this photo.");
        Assert.Equal(sent[0], sent[1]);
    }

    [Fact]
    public async Task A_mood_without_music_shows_a_hint()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Key("disgust").ClickAsync();
        await visit.Page.GetByLabel("match", new() { Exact = true }).CheckAsync();
        await Expect(visit.Page.Locator("#hint-text")).ToContainTextAsync("There is no music for disgust yet.");
        await Expect(visit.Playlist).ToHaveTextAsync("Shake it off");
    }

    [Fact]
    public async Task Emotions_are_detected_while_the_player_is_down()
    {
        var photo = Repository.Photo("one-face.png");
        await using var server = await ServerProcess.StartAsync(
            fixture.Library, 0, "--roles", "detector", "--Player:BaseUrl", "http://127.0.0.1:9");
        await using var visit = await fixture.OpenPageAsync(address: server.Address);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Playlist).ToHaveTextAsync("No music right now");
        await Expect(visit.Page.Locator("#hint-text")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task The_first_request_can_be_retried()
    {
        await using var visit = await fixture.OpenPageAsync(script: """
            const real = fetch;
            let asked = 0;
            globalThis.fetch = (...rest) => rest[0] === 'api/model' && asked++ < 2 ? Promise.reject(new TypeError('offline')) : real(...rest);
            """, until: null);
        await Expect(visit.Status).ToHaveTextAsync(Gone);
        await visit.Button("Try again").ClickAsync();
        await Expect(visit.Page.Locator("#accuracy")).ToHaveTextAsync("It agrees with people in 88 of 100 faces.");
        await Expect(visit.Status).ToHaveTextAsync("The server is back.");
    }
}
