namespace EmoMusic.Browser.Tests;

/// <summary>From a face to music, end to end.</summary>
public sealed class EndToEndTests(BrowserFixture fixture)
{
    [Fact]
    public async Task From_a_face_to_a_mood_to_music()
    {
        _ = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync();
        await Expect(visit.Page.GetByText("processed in memory. It is not stored.")).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("guesses an emotion from your face")).ToBeVisibleAsync();

        await visit.Read.ClickAsync();
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Status).ToHaveTextAsync("You look happy.");
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await Expect(visit.Key("happy")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Key("happy")).ToContainTextAsync("%");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", "happy");
        await visit.HoldsAsync("document.querySelector('#crop').naturalWidth === 48");
        await visit.CameraIsOffAsync();

        await Expect(visit.Playlist).ToHaveTextAsync("Keep it going");
        var first = await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();

        await visit.Button("Next track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(first));
        await visit.HearsMusicAsync();

        await visit.Button("Not quite right?").ClickAsync();
        await Expect(visit.Page.Locator("#chips button")).ToHaveCountAsync(6);
        await visit.Page.Locator("#chips").GetByText("Sad").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
        await Expect(visit.Emotion).ToHaveTextAsync("Sad");
        await Expect(visit.Page.Locator("#confidence")).ToHaveTextAsync("Using yours. The model guessed happy.");
        await Expect(visit.Key("sad")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.PlaysAsync("Sad");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Every_mood_key_works_without_a_camera()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.Key("sad").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
        await Expect(visit.Page.Locator("#author")).ToHaveTextAsync("Alfred, Lord Tennyson");
        await visit.HearsMusicAsync();

        foreach (var mood in (string[])["angry", "disgust", "fear", "happy", "surprise", "neutral"])
        {
            var asked = visit.Page.WaitForResponseAsync($"**/api/playlists/{mood}");
            await visit.Key(mood).ClickAsync();
            await asked;
            await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", mood);
        }
    }

    [Fact]
    public async Task A_player_only_server_shows_no_camera()
    {
        await using var server = await ServerProcess.StartAsync(fixture.Library, 0, "--roles", "player");
        await using var visit = await fixture.OpenPageAsync(address: server.Address);
        await Expect(visit.Status)
            .ToHaveTextAsync("This server only plays music. Press the key for your mood.");
        await Expect(visit.Read).ToBeHiddenAsync();
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_photo_can_be_removed()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(320, 240));
        await visit.Button("Remove photo").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("Photo removed. It was not stored anywhere else.");
        await visit.HoldsAsync("document.querySelector('#picture').width === 0");
        await Expect(visit.Read).ToBeFocusedAsync();
    }
}
