namespace EmoMusic.Browser.Tests;

/// <summary>Each way in which the server cannot: a sentence with the next step.</summary>
public sealed class ServerErrorTests(World world)
{
    private const string Gone =
        "The server does not answer. See that it still runs and that you are online, then try again.";

    [Fact]
    public async Task A_server_that_is_gone_is_said_and_asked_again()
    {
        await using var server = await Server.StartAsync(world.Library);
        await using var visit = await world.VisitAsync(address: server.Address);
        await server.KillAsync();
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Photo(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(Gone);
        await visit.Key("sad").ClickAsync();
        await Expect(visit.Page.Locator("#hint-text")).ToHaveTextAsync(Gone);

        await using var again = await Server.StartAsync(world.Library, server.Address.Port);
        await visit.Page.Locator("#hint-action").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_same_picture_is_sent_again_to_a_server_that_was_overloaded()
    {
        world.NeedsFaceFinder();
        const string Busy = "Too many photos are being read just now. Try again in a second.";
        await using var visit = await world.VisitAsync();
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
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Photo(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(Busy);
        await visit.Button("Try again").ClickAsync();
        await Expect(visit.Status).ToContainTextAsync("No face was found in this photo.");
        Assert.Equal(sent[0], sent[1]);
    }

    [Fact]
    public async Task A_mood_without_music_says_where_to_put_some()
    {
        await using var visit = await world.VisitAsync();
        await visit.Key("disgust").ClickAsync();
        await visit.Page.GetByLabel("match the mood").CheckAsync();
        await Expect(visit.Page.Locator("#hint-text")).ToContainTextAsync("There is no music for disgust yet.");
        await Expect(visit.Playlist).ToHaveTextAsync("Shake it off");
    }

    [Fact]
    public async Task While_the_player_is_away_the_emotion_is_read_all_the_same()
    {
        var photo = world.FacePhoto("one-face.png");
        await using var server = await Server.StartAsync(
            world.Library, 0, "--roles", "detector", "--Player:BaseUrl", "http://127.0.0.1:9");
        await using var visit = await world.VisitAsync(address: server.Address);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Playlist).ToHaveTextAsync("No music just now");
        await Expect(visit.Page.Locator("#hint-text")).Not.ToBeEmptyAsync();
    }

    [Fact]
    public async Task The_first_question_is_asked_again_when_it_got_no_answer()
    {
        await using var visit = await world.VisitAsync(script: """
            const real = fetch;
            let asked = 0;
            globalThis.fetch = (...rest) => asked++ === 0 ? Promise.reject(new TypeError('offline')) : real(...rest);
            """, until: null);
        await Expect(visit.Status).ToHaveTextAsync(Gone);
        await visit.Button("Try again").ClickAsync();
        await Expect(visit.Page.Locator("#model-text")).ToContainTextAsync("of test faces");
        await Expect(visit.Status).ToHaveTextAsync("The server is there again.");
    }
}
