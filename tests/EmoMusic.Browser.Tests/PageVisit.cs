using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>The page of one visitor, addressed by what it shows: button names, headings, messages.</summary>
internal sealed class PageVisit : IAsyncDisposable
{
    /// <summary>A script that notes the page's layout shifts, for <see cref="StoodStillAsync"/>.</summary>
    public const string Shifts = """
        globalThis.shift = 0;
        globalThis.moved = [];
        new PerformanceObserver(list => list.getEntries().forEach(({ value, sources }) => {
          globalThis.shift += value;
          globalThis.moved.push(`${value.toFixed(4)}: ${sources.map(({ node, previousRect: a, currentRect: b }) =>
            `${node?.id || node?.className || node?.nodeName} ${a.y} ${a.height} to ${b.y} ${b.height}`).join(', ')}`);
        })).observe({ type: 'layout-shift', buffered: true }); // also those right after a press
        """;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // Console messages to ignore: responses of 4xx and 5xx, and a header that needs https.
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

    /// <summary>The status message.</summary>
    public ILocator Status => Page.Locator("#status-text");

    /// <summary>The detected emotion.</summary>
    public ILocator Emotion => Page.Locator("#emotion");

    /// <summary>The boxes around faces.</summary>
    public ILocator Faces => Page.Locator("#faces .face");

    /// <summary>The playlist's title.</summary>
    public ILocator Playlist => Page.Locator("#title");

    /// <summary>The track marked as current.</summary>
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

    /// <summary>The key of a mood.</summary>
    public ILocator Key(string mood) => Page.Locator($".key[data-mood={mood}]");

    public ILocator Track(string title) => Page.Locator("#tracks .play", new() { HasText = title });

    /// <summary>Waits until a track of a mood is current; which one is random.</summary>
    /// <returns>The track's title.</returns>
    public async Task<string> PlaysAsync(string mood)
    {
        await Expect(CurrentTrack).ToHaveTextAsync(new Regex($"^{mood} [12]$"));
        return await CurrentTrack.InnerTextAsync();
    }

    /// <summary>Opens the panel below a row.</summary>
    public Task AskWhyAsync(ILocator row, string entry = "Why this track?") => MenuAsync(row, entry);

    /// <summary>Presses an entry of a row's menu.</summary>
    public async Task MenuAsync(ILocator row, string entry)
    {
        await row.Locator(".more").ClickAsync();
        await Page.GetByRole(AriaRole.Menuitem, new() { Name = entry, Exact = true }).ClickAsync();
    }

    /// <summary>The other of the two tracks that each mood has.</summary>
    public static string OtherThan(string title) => title.EndsWith('1') ? $"{title[..^1]}2" : $"{title[..^1]}1";

    public Task<double> SecondsAsync() => Page.EvaluateAsync<double>("document.querySelector('audio').currentTime");

    /// <summary>Seeks to just before the end of the track.</summary>
    public Task ToTheEndAsync() => Page.EvaluateAsync(
        "(audio => { audio.currentTime = audio.duration - 0.3; })(document.querySelector('audio'))");

    /// <summary>Waits until playback has advanced by 0.2 s.</summary>
    public async Task HearsMusicAsync()
    {
        var before = (await SecondsAsync()).ToString(CultureInfo.InvariantCulture);
        await HoldsAsync(
            "(audio => !audio.paused"
            + $" && Math.abs(audio.currentTime - {before}) > 0.2)(document.querySelector('audio'))");
    }

    /// <summary>
    /// Waits until an expression is true in the page. Polls from outside: the page's Content-Security-Policy,
    /// which the tests keep in force, blocks Playwright's own method.
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

    /// <summary>Asserts a cumulative layout shift below 0.02.</summary>
    public async Task StoodStillAsync() => Assert.True(
        await Page.EvaluateAsync<double>("globalThis.shift") < 0.02,
        await Page.EvaluateAsync<string>("`shifts ${globalThis.moved.join('; ')}`"));

    /// <summary>The size of the uploaded photo, from the response.</summary>
    public static async Task<(int Width, int Height)> SizeOfPhotoAsync(IResponse answer)
    {
        var photo = (await answer.JsonAsync())!.Value.GetProperty("photo");
        return (photo.GetProperty("width").GetInt32(), photo.GetProperty("height").GetInt32());
    }

    /// <summary>Waits until the camera is closed.</summary>
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
