namespace EmoMusic.Browser.Tests;

/// <summary>The rows of the list: their menu, and dragging by finger.</summary>
[Collection<WithHomeLibrary>]
public sealed class RowTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    [Fact]
    public async Task The_menu_plays_next_moves_and_removes()
    {
        await using var visit = await PlayingAsync();
        var names = visit.Page.Locator("#tracks .name");
        var before = await names.AllTextContentsAsync();
        var rows = visit.Page.Locator("#tracks > li");

        await visit.MenuAsync(rows.Nth(4), "Play next");
        await Expect(names.Nth(1)).ToHaveTextAsync(before[4]);
        await visit.MenuAsync(rows.Nth(2), "Play last");
        await Expect(names.Last).ToHaveTextAsync(before[1]);
        await visit.MenuAsync(rows.Nth(2), "Remove");
        await Expect(names).ToHaveCountAsync(before.Count - 1);
        Assert.DoesNotContain(before[2], await names.AllTextContentsAsync());

        await visit.MenuAsync(rows.First, "Remove"); // the one that plays
        await Expect(visit.CurrentTrack).ToHaveTextAsync(before[4]);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_menu_works_by_keyboard()
    {
        await using var visit = await PlayingAsync();
        var row = visit.Page.Locator("#tracks > li").Nth(1);
        await row.Locator(".more").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.GetByRole(AriaRole.Menuitem, new() { Name = "Play next" })).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(row.Locator(".more")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("End");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(row.Locator("select")).ToBeFocusedAsync();
    }

    [Fact]
    public async Task A_finger_drags_after_a_long_press_and_scrolls_before()
    {
        await using var visit = await PlayingAsync(new()
        {
            ViewportSize = new() { Width = 390, Height = 844 },
            HasTouch = true,
            ServiceWorkers = ServiceWorkerPolicy.Block,
        });
        var names = visit.Page.Locator("#tracks .name");
        var before = await names.AllTextContentsAsync();
        var from = (await visit.Page.Locator("#tracks .what").Nth(3).BoundingBoxAsync())!;
        var to = (await visit.Page.Locator("#tracks .what").Nth(1).BoundingBoxAsync())!;
        var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);

        await TouchAsync("touchStart", (from.X, from.Y));
        await Task.Delay(500); // a long press
        await TouchAsync("touchMove", (from.X, from.Y - 20));
        await TouchAsync("touchMove", (to.X, to.Y));
        await TouchAsync("touchEnd", null);

        await Expect(names.Nth(1)).ToHaveTextAsync(before[3]);
        await Expect(names.Nth(2)).ToHaveTextAsync(before[1]);
        await Expect(visit.CurrentTrack).ToHaveTextAsync(before[0]);

        Task TouchAsync(string type, (float X, float Y)? at) => session.SendAsync("Input.dispatchTouchEvent", new()
        {
            ["type"] = type,
            ["touchPoints"] = at is null ? Array.Empty<object>() : new object[] { new { x = at.Value.X + 20, y = at.Value.Y + 10 } },
        });
    }

    [Fact]
    public async Task A_search_without_results_says_so()
    {
        await using var visit = await PlayingAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("zyzzyva");
        await Expect(visit.Page.Locator("#nothing-found")).ToHaveTextAsync("Nothing found for “zyzzyva”.");
    }

    private async Task<PageVisit> PlayingAsync(BrowserNewContextOptions? options = null)
    {
        var visit = await fixture.OpenPageAsync(address: home.Server.Address, options: options);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        return visit;
    }
}
