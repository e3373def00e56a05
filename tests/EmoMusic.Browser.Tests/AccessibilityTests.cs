using Deque.AxeCore.Commons;

namespace EmoMusic.Browser.Tests;

/// <summary>axe (https://github.com/dequelabs/axe-core) on every state of the page, with all its rules but the experimental ones.</summary>
[Collection<WithHomeLibrary>]
public sealed class AccessibilityTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    // What is against a rule, as "rule: elements: what is wrong".
    private const string Run = """
        async () => (await axe.run({ resultTypes: ['violations'] })).violations.flatMap(({ id, nodes }) => nodes.map(
          ({ html, failureSummary }) => `${id}: ${html.slice(0, 200)}: ${failureSummary.replaceAll('\n', ' ')}`))
        """;

    private readonly List<string> violations = [];

    [Theory]
    [InlineData(ColorScheme.Light, 1280, 800)]
    [InlineData(ColorScheme.Light, 390, 844)]
    [InlineData(ColorScheme.Dark, 1280, 800)]
    [InlineData(ColorScheme.Dark, 390, 844)]
    public async Task Axe_finds_nothing_in_any_state(ColorScheme theme, int width, int height)
    {
        await using var visit = await fixture.OpenPageAsync(address: home.Server.Address, options: new()
        {
            ColorScheme = theme,
            ReducedMotion = ReducedMotion.Reduce, // colours are measured at rest
            ServiceWorkers = ServiceWorkerPolicy.Block,
            ViewportSize = new() { Width = width, Height = height },
        });
        await visit.Page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        await CheckAsync(visit, "first visit");

        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await Expect(visit.Button("Use the whole picture")).ToBeVisibleAsync();
        await CheckAsync(visit, "no face");
        await visit.Button("Use the whole picture").ClickAsync();
        await visit.Button("Not quite right?").ClickAsync();
        await visit.HearsMusicAsync();
        await CheckAsync(visit, "mood read, and corrected");

        var row = visit.Page.Locator("#tracks > li").Nth(1);
        await row.Locator(".more").ClickAsync();
        await CheckAsync(visit, "row's menu");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.AskWhyAsync(row);
        await Expect(row.Locator(".reason")).ToBeVisibleAsync();
        await CheckAsync(visit, "why");
        await visit.Page.Locator("#tracks .play").Nth(3).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await visit.Page.Locator("#tracks .play").Nth(4).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await CheckAsync(visit, "selection");
        await visit.Button("Clear the selection").ClickAsync();

        await visit.Button("Save mix").ClickAsync();
        await CheckAsync(visit, "name of a mix");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name this mix" }).FillAsync("Sunday");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("l"); // a liked track
        await BrowseAsync(visit);
        await DialogsAsync(visit);

        await visit.Page.Context.SetOfflineAsync(true);
        await Expect(visit.Page.Locator("[data-name=connection]")).ToBeVisibleAsync();
        await CheckAsync(visit, "offline");
        await visit.Page.Context.SetOfflineAsync(false);

        await visit.Page.GotoAsync(new Uri(home.Server.Address, "nowhere").ToString());
        await visit.Page.EvaluateAsync(new BundledAxeScriptProvider().GetScript());
        await CheckAsync(visit, "not found");
        Assert.True(violations.Count == 0, string.Join('\n', violations));
    }

    private async Task BrowseAsync(PageVisit visit)
    {
        await visit.Page.Locator("#library > summary").ClickAsync();
        foreach (var shelf in (string[])["Artists", "Albums", "Genres", "Moods", "Liked", "Mixes"])
        {
            await visit.Page.GetByRole(AriaRole.Tab, new() { Name = shelf }).ClickAsync();
            await visit.HoldsAsync("document.querySelector('#grid > li, #found > li') !== null || document.querySelector('#nothing-found').textContent !== ''");
            await CheckAsync(visit, $"shelf {shelf}");
        }

        await visit.Page.Locator("#search").FillAsync("1");
        await Expect(visit.Page.Locator("#found > li").First).ToBeVisibleAsync();
        await CheckAsync(visit, "found");
        await visit.Page.Locator("#search").FillAsync("zyzzyva");
        await Expect(visit.Page.Locator("#nothing-found")).ToContainTextAsync("zyzzyva");
        await CheckAsync(visit, "nothing found");
        await visit.Page.Locator("#library-close").ClickAsync();
    }

    private async Task DialogsAsync(PageVisit visit)
    {
        await visit.Button("Keyboard shortcuts").ClickAsync();
        await CheckAsync(visit, "help");
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Keep a history").CheckAsync();
        await Expect(visit.Page.Locator("#history")).ToBeVisibleAsync();
        await CheckAsync(visit, "settings");
        await visit.Button("Forget me").ClickAsync();
        await CheckAsync(visit, "forget me");
        await visit.Button("Keep everything").ClickAsync();
        await visit.Page.GetByLabel("Language").SelectOptionAsync("ar");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("dir", "rtl");
        await CheckAsync(visit, "settings in Arabic");
        await visit.Page.Locator("#settings-close").ClickAsync();
        await CheckAsync(visit, "playing in Arabic");
    }

    private async Task CheckAsync(PageVisit visit, string state)
    {
        var found = await visit.Page.EvaluateAsync<string[]>(Run);
        violations.AddRange(found.Select(violation => $"{state}: {violation}"));
    }
}
