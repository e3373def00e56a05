using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>One person's page, spoken to by what it says to a person: names of buttons, headings, sentences.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // In the console whatever a page does: each status of 4xx or 5xx, and a header that counts over https only.
    private static readonly string[] NotOurs = ["Failed to load resource", "The Cross-Origin-Opener-Policy header"];

    private readonly List<string> complaints = [];

    private PageVisit(IPage page)
    {
        Page = page;
        page.PageError += (_, error) => complaints.Add(error);
        page.Console += (_, message) =>
        {
            if (message.Type == "error" && !NotOurs.Any(message.Text.StartsWith))
            {
                complaints.Add(message.Text);
            }
        };
    }

    public IPage Page { get; }

    public ILocator Read => Button("Detect my mood");

    public ILocator Live => Button("Live");

    /// <summary>The sentence beneath the picture.</summary>
    public ILocator Status => Page.Locator("#status-text");

    /// <summary>The word that was read in the face.</summary>
    public ILocator Emotion => Page.Locator("#emotion");

    /// <summary>The boxes around faces.</summary>
    public ILocator Faces => Page.Locator("#faces .face");

    /// <summary>The playlist's title.</summary>
    public ILocator Playlist => Page.Locator("#title");

    /// <summary>The track in the list that is marked as the one that plays.</summary>
    public ILocator CurrentTrack => Page.Locator("#tracks [aria-current=true] .name");

    public static async Task<PageVisit> OpenAsync(IBrowserContext context, Uri address, string? until)
    {
        context.SetDefaultTimeout((float)Timeout.TotalMilliseconds);
        var visit = new PageVisit(await context.NewPageAsync());
        var answered = until is null ? Task.CompletedTask : visit.Page.WaitForResponseAsync(until);
        await visit.Page.GotoAsync(address.ToString());
        await answered;
        return visit;
    }

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The key of a mood on the page's keyboard; its name may go on with a score.</summary>
    public ILocator Key(string mood) => Page.Locator($".key[data-mood={mood}]");

    public ILocator Track(string title) => Page.Locator("#tracks .play", new() { HasText = title });

    /// <summary>Waits until a track of a mood is marked as the one that plays: which of them is drawn.</summary>
    /// <returns>Its title.</returns>
    public async Task<string> PlaysAsync(string mood)
    {
        await Expect(CurrentTrack).ToHaveTextAsync(new Regex($"^{mood} [12]$"));
        return await CurrentTrack.InnerTextAsync();
    }

    /// <summary>The other of the two tracks that each mood has.</summary>
    public static string OtherThan(string title) => title.EndsWith('1') ? $"{title[..^1]}2" : $"{title[..^1]}1";

    public Task<double> SecondsAsync() => Page.EvaluateAsync<double>("document.querySelector('audio').currentTime");

    /// <summary>Moves to just before the end of what plays.</summary>
    public Task ToTheEndAsync() => Page.EvaluateAsync(
        "(audio => { audio.currentTime = audio.duration - 0.3; })(document.querySelector('audio'))");

    /// <summary>Waits until sound has moved on by a fifth of a second.</summary>
    public async Task HearsMusicAsync()
    {
        var before = (await SecondsAsync()).ToString(CultureInfo.InvariantCulture);
        await HoldsAsync(
            "(audio => !audio.paused"
            + $" && Math.abs(audio.currentTime - {before}) > 0.2)(document.querySelector('audio'))");
    }

    /// <summary>
    /// Waits until an expression of the page is true. Asked from outside: the page's Content-Security-Policy,
    /// which the tests leave in force, forbids Playwright's own way.
    /// </summary>
    public async Task HoldsAsync(string expression)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!await Page.EvaluateAsync<bool>(expression))
        {
            Assert.False(
                timeout.IsCancellationRequested, $"did not come true in {Timeout.TotalSeconds} s: {expression}");
            await timer.WaitForNextTickAsync();
        }
    }

    /// <summary>The size of the photo that the server got, as its answer says.</summary>
    public static async Task<(int Width, int Height)> SizeOfPhotoAsync(IResponse answer)
    {
        var photo = (await answer.JsonAsync())!.Value.GetProperty("photo");
        return (photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32());
    }

    /// <summary>Waits until no camera is on.</summary>
    public Task CameraIsOffAsync() => HoldsAsync("document.querySelector('video').srcObject === null");

    public async Task ChooseFileAsync(string name, string type, byte[] content) =>
        await Page.SetInputFilesAsync("#file", new FilePayload { Name = name, MimeType = type, Buffer = content });

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await Page.Context.DisposeAsync();
        Assert.Empty(complaints);
    }
}
