namespace EmoMusic.Browser.Tests;

/// <summary>Photos chosen, dropped or pasted.</summary>
public sealed class PhotoTests(World world)
{
    // Hands the page a file as a drop or a paste would.
    private const string Hand = """
        ([event, base64]) => {
          const bytes = Uint8Array.from(atob(base64), letter => letter.charCodeAt(0));
          const transfer = new DataTransfer();
          transfer.items.add(new File([bytes], 'photo.jpg', { type: 'image/jpeg' }));
          document.dispatchEvent(event === 'paste'
            ? new ClipboardEvent(event, { clipboardData: transfer })
            : new DragEvent(event, { dataTransfer: transfer }));
        }
        """;

    // How the page speaks of the faces in an answer.
    private const string LooksOf = """
        async answer => {
          const { lookOf } = await import('/js/emotions.js');
          return JSON.parse(answer).faces.map(face => lookOf(face.emotion));
        }
        """;

    [Fact]
    public async Task A_chosen_photo_is_read_and_music_plays()
    {
        var photo = world.FacePhoto("one-face.png");
        await using var visit = await world.VisitAsync(Camera.Absent);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Of_two_faces_the_largest_counts_and_the_other_can_be_chosen()
    {
        var photo = world.FacePhoto("two-faces.jpg");
        await using var visit = await world.VisitAsync(Camera.Absent);
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.SetInputFilesAsync("#file", photo), "**/api/mood*");
        var looks = await visit.Page.EvaluateAsync<string[]>(LooksOf, await answer.TextAsync());
        await Expect(visit.Status).ToHaveTextAsync($"2 faces were found; the largest one counts. You look {looks[0]}. "
            + "Press the other box to read that one.");
        await Expect(visit.Faces).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("#faces .face.other")).ToHaveCountAsync(1);
        var crop = await visit.Page.Locator("#crop").GetAttributeAsync("src");

        await visit.Button("Read face 2 instead").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync($"That face looks {looks[1]}.");
        await Expect(visit.Page.Locator("#crop")).Not.ToHaveAttributeAsync("src", crop!);
    }

    [Fact]
    public async Task A_photo_without_a_face_may_be_read_as_a_whole()
    {
        world.NeedsFaceFinder();
        await using var visit = await world.VisitAsync(Camera.Absent);
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Photo(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(
            "No face was found in this photo. Choose another one, or have the whole picture read as a face.");
        await Expect(visit.Page.Locator("#reading")).ToBeHiddenAsync();
        await visit.Button("Read the whole picture").ClickAsync();
        await Expect(visit.Emotion).Not.ToBeEmptyAsync();
        await Expect(visit.Page.Locator("#music")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task A_photo_may_be_handed_over_by(string way)
    {
        await using var visit = await world.VisitAsync(Camera.Absent);
        var sent = visit.Page.WaitForRequestAsync("**/api/mood*");
        await visit.Page.EvaluateAsync(Hand, new[] { way, Convert.ToBase64String(Some.Photo(320, 240)) });
        Assert.Equal("image/jpeg", (await sent).Headers["content-type"]);
        await Expect(visit.Page.Locator("#stage")).ToHaveAttributeAsync("data-mode", "photo");
    }

    [Fact]
    public async Task A_large_photo_is_made_small_before_it_travels()
    {
        await using var visit = await world.VisitAsync(Camera.Absent);
        var answer = visit.Page.WaitForResponseAsync("**/api/mood*");
        await visit.ChooseFileAsync("large.jpg", "image/jpeg", Some.Photo(4000, 3000));
        Assert.Equal((1280, 960), await Visit.SizeOfPhotoAsync(await answer));
    }

    [Fact]
    public async Task What_is_no_photo_goes_to_the_server_whose_sentence_is_shown()
    {
        await using var visit = await world.VisitAsync(Camera.Absent);
        await visit.ChooseFileAsync("notes.jpg", "image/jpeg", "no photo"u8.ToArray());
        await Expect(visit.Status).ToHaveTextAsync(
            "Found a file that is no image, expected JPEG, PNG, WebP or BMP. Send one of these.");
        await Expect(visit.Read).ToBeEnabledAsync();
    }

    [Fact]
    public async Task What_is_no_photo_and_too_large_does_not_travel()
    {
        await using var visit = await world.VisitAsync(Camera.Absent);
        await visit.ChooseFileAsync("film.jpg", "image/jpeg", new byte[(10 << 20) + 1]);
        await Expect(visit.Status).ToContainTextAsync("This file is over 10 MB");
    }
}
