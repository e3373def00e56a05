namespace EmoMusic.Browser.Tests;

/// <summary>From a face to music, as a person walks it.</summary>
public sealed class WalkTests(World world)
{
    [Fact]
    public async Task A_face_becomes_a_mood_and_the_mood_music()
    {
        _ = world.FacePhoto("one-face.png");
        await using var visit = await world.VisitAsync();
        await Expect(visit.Page.GetByText("forgotten. Nothing is stored, no photo is kept.")).ToBeVisibleAsync();
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
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(first));
        await visit.HearsMusicAsync();

        await visit.Button("Not quite right?").ClickAsync();
        await Expect(visit.Page.Locator("#chips button")).ToHaveCountAsync(6);
        await visit.Page.Locator("#chips").GetByText("Sad").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
        await Expect(visit.Emotion).ToHaveTextAsync("Sad");
        await Expect(visit.Page.Locator("#sure")).ToHaveTextAsync("Your word counts. The network read happy.");
        await Expect(visit.Key("sad")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.PlaysAsync("Sad");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Without_a_face_finder_the_oval_is_read()
    {
        await using var server = await Server.StartAsync(world.Library, 0, "--Detector:Cascade", "/not/there.xml");
        await using var visit = await world.VisitAsync(address: server.Address);
        await visit.Read.ClickAsync();
        await Expect(visit.Page.Locator("#oval")).ToBeVisibleAsync();
        var answer = visit.Page.WaitForResponseAsync("**/api/mood?face=whole");
        await visit.Button("Read this face").ClickAsync();

        var (width, height) = await Visit.SizeOfPhotoAsync(await answer);
        Assert.Equal(width, height);
        await Expect(visit.Emotion).Not.ToBeEmptyAsync();
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await visit.CameraIsOffAsync();
        await Expect(visit.Page.Locator("#music")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Every_key_brings_its_music_though_there_is_no_camera()
    {
        await using var visit = await world.VisitAsync(Camera.Absent);
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
    public async Task A_server_that_plays_only_shows_the_keys_and_no_camera()
    {
        await using var server = await Server.StartAsync(world.Library, 0, "--roles", "player");
        await using var visit = await world.VisitAsync(address: server.Address);
        await Expect(visit.Status)
            .ToHaveTextAsync("This server plays music and reads no faces. Press the key of your mood.");
        await Expect(visit.Read).ToBeHiddenAsync();
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_picture_can_be_taken_off_the_page()
    {
        await using var visit = await world.VisitAsync();
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Photo(320, 240));
        await visit.Button("Remove the picture").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("The picture is gone from this page. It was kept nowhere else.");
        await visit.HoldsAsync("document.querySelector('#picture').width === 0");
        await Expect(visit.Read).ToBeFocusedAsync();
    }
}
