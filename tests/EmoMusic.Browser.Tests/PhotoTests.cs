using System.Text;

namespace EmoMusic.Browser.Tests;

/// <summary>Photos that are chosen, dropped or pasted.</summary>
public sealed class PhotoTests(BrowserFixture fixture)
{
    // Dispatches a drop or paste event with a file.
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

    // The page's adjectives for the faces in a response.
    private const string LooksOf = """
        async answer => {
          const { feelingOf } = await import('/js/shared/emotions.js');
          return JSON.parse(answer).faces.map(face => feelingOf(face.emotion));
        }
        """;

    // One pixel.
    private const string TransparentGif = "GIF89a\u0001\0\u0001\0\u0080\0\0\u00ff\u00ff\u00ff\0\0\0"
        + "!\u00f9\u0004\u0001\0\0\0\0,\0\0\0\0\u0001\0\u0001\0\0\u0002\u0002D\u0001\0;";

    [Fact]
    public async Task A_chosen_photo_starts_music()
    {
        var photo = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await visit.HearsMusicAsync();
    }

    [Theory]
    [InlineData("en", 390)]
    [InlineData("ar", 390)]
    [InlineData("en", 1280)]
    public async Task The_label_covers_neither_the_face_nor_the_button(string locale, int width)
    {
        var photo = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync(Camera.Absent, options: new()
        {
            Locale = locale,
            ViewportSize = new() { Width = width, Height = 844 },
            ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Faces).ToHaveCountAsync(1);
        await visit.HearsMusicAsync(); // the stage has its last size

        Assert.Equal("", await visit.Page.EvaluateAsync<string>("""
            (() => {
              const [label, face, button, stage] = ['#faces .face span', '#faces .face', '#clear', '#stage']
                .map(selector => document.querySelector(selector).getBoundingClientRect());
              const covers = other => label.left < other.right && other.left < label.right
                && label.top < other.bottom && other.top < label.bottom;
              return [
                covers(face) && 'covers the face',
                covers(button) && 'lies under the button',
                (label.left < stage.left || label.right > stage.right) && 'leaves the picture',
              ].filter(Boolean).join();
            })()
            """));
    }

    [Fact]
    public async Task On_a_phone_the_button_that_removes_the_photo_covers_no_face()
    {
        var photo = Repository.Photo("two-faces.jpg");
        await using var visit = await fixture.OpenPageAsync(Camera.Absent, options: new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Faces).ToHaveCountAsync(2);
        await visit.HearsMusicAsync(); // the stage has its last size

        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("""
            (() => {
              const clear = document.querySelector('#clear');
              const [box, clearance] = [clear.getBoundingClientRect(), parseFloat(getComputedStyle(clear).padding)]; // around what is seen
              return [...document.querySelectorAll('#faces .face')].map(face => face.getBoundingClientRect()).filter(face =>
                face.right > box.left + clearance && face.left < box.right - clearance
                && face.bottom > box.top + clearance && face.top < box.bottom - clearance).length;
            })()
            """));
    }

    [Fact]
    public async Task The_largest_of_two_faces_is_used_and_the_other_can_be_selected()
    {
        var photo = Repository.Photo("two-faces.jpg");
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        var answer = await visit.Page.RunAndWaitForResponseAsync(
            () => visit.Page.SetInputFilesAsync("#file", photo), "**/api/mood*");
        var looks = await visit.Page.EvaluateAsync<string[]>(LooksOf, await answer.TextAsync());
        await Expect(visit.Status).ToHaveTextAsync($"Found 2 faces; using the largest. You look {looks[0]}. "
            + "Press another box to use that face.");
        await Expect(visit.Faces).ToHaveCountAsync(2);
        await Expect(visit.Page.Locator("#faces .face.other")).ToHaveCountAsync(1);
        var crop = await visit.Page.Locator("#crop").GetAttributeAsync("src");

        await visit.Button("Use face 2 instead").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync($"That face looks {looks[1]}.");
        await Expect(visit.Page.Locator("#crop")).Not.ToHaveAttributeAsync("src", crop!);
    }

    [Fact]
    public async Task A_photo_without_a_face_can_be_used_as_a_whole()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await Expect(visit.Status).ToHaveTextAsync(
            "No face found in this photo. Choose another one, or use the whole picture as a face.");
        await Expect(visit.Page.Locator("#reading")).ToBeHiddenAsync();
        await visit.Button("Use the whole picture").ClickAsync();
        await Expect(visit.Emotion).Not.ToBeEmptyAsync();
        await Expect(visit.Page.Locator("#music")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData("drop")]
    [InlineData("paste")]
    public async Task A_photo_can_be_uploaded_by(string way)
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        var sent = visit.Page.WaitForRequestAsync("**/api/mood*");
        await visit.Page.EvaluateAsync(Hand, new[] { way, Convert.ToBase64String(Some.Gradient(320, 240)) });
        Assert.Equal("image/jpeg", (await sent).Headers["content-type"]);
        await Expect(visit.Page.Locator("#stage")).ToHaveAttributeAsync("data-mode", "photo");
    }

    [Theory]
    [InlineData("image/svg+xml", "<svg xmlns='http://www.w3.org/2000/svg' width='320' height='240'/>", "image/jpeg")]
    [InlineData("image/gif", TransparentGif, "image/png")]
    public async Task A_format_that_only_the_browser_knows_is_converted(string type, string content, string sentType)
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        var answer = visit.Page.WaitForResponseAsync("**/api/mood*");
        await visit.ChooseFileAsync("picture", type, Encoding.Latin1.GetBytes(content));

        Assert.Equal((200, sentType), ((await answer).Status, (await answer).Request.Headers["content-type"]));
        await Expect(visit.Status).ToContainTextAsync("No face found in this photo.");
        var pixel = await visit.Page.EvaluateAsync<string>(
            "document.querySelector('#picture').getContext('2d').getImageData(0, 0, 1, 1).data.join()");
        Assert.Equal("255,255,255,255", pixel); // behind what is transparent
    }

    [Fact]
    public async Task A_format_that_the_browser_does_not_know_shows_the_servers_advice()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.ChooseFileAsync("phone.heic", "image/heic", "\0\0\0\u0018ftypheic\0\0\0\0mif1heic"u8.ToArray());
        await Expect(visit.Status).ToHaveTextAsync("The file is a HEIC image. Save it as JPEG, and send that.");
    }

    [Fact]
    public async Task An_unreadable_face_is_explained_and_guessed_only_on_request()
    {
        var photo = Repository.Photo("one-face.png");
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.Page.RouteAsync("**/api/mood*", TooDark.AnswerAsync);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Status).ToHaveTextAsync(TooDark.Message);
        await Expect(visit.Faces).ToHaveTextAsync("not readable");
        await Expect(visit.Page.Locator("#music")).ToBeHiddenAsync();

        await visit.Button("Guess anyway").ClickAsync();
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_large_photo_is_downscaled_before_upload()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        var answer = visit.Page.WaitForResponseAsync("**/api/mood*");
        await visit.ChooseFileAsync("large.jpg", "image/jpeg", Some.Gradient(4000, 3000));
        Assert.Equal((1280, 960), await PageVisit.SizeOfPhotoAsync(await answer));
    }

    [Fact]
    public async Task A_non_photo_shows_the_servers_error()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.ChooseFileAsync("notes.jpg", "image/jpeg", "no photo"u8.ToArray());
        await Expect(visit.Status).ToHaveTextAsync(
            "The file is not an image. Send a JPEG, PNG, WebP or BMP file.");
        await Expect(visit.Read).ToBeEnabledAsync();
    }

    [Fact]
    public async Task A_large_non_photo_is_not_uploaded()
    {
        await using var visit = await fixture.OpenPageAsync(Camera.Absent);
        await visit.ChooseFileAsync("film.jpg", "image/jpeg", new byte[(10 << 20) + 1]);
        await Expect(visit.Status).ToContainTextAsync("This file is over 10 MB");
    }
}
