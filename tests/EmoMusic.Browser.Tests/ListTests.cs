namespace EmoMusic.Browser.Tests;

/// <summary>Several rows at once, saved mixes, and the link that opens the same elsewhere.</summary>
[Collection<WithHomeLibrary>]
public sealed class ListTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    [Fact]
    public async Task Ctrl_and_shift_select_rows_that_play_next_queue_and_go_together()
    {
        await using var visit = await PlayingAsync();
        var before = await NamesAsync(visit);

        await Play(visit, 5).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Play(visit, 7).ClickAsync(new() { Modifiers = [KeyboardModifier.Shift] });
        await Expect(Bar(visit)).ToContainTextAsync("3 selected");
        await Expect(Play(visit, 6)).ToHaveAttributeAsync("aria-description", "selected");
        await visit.Button("Play next").ClickAsync();
        await Expect(Names(visit)).ToHaveTextAsync(
            [before[0], .. before[5..8], .. before[1..5], .. before[8..]]);
        await Expect(Bar(visit)).ToBeHiddenAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(before[0]);

        await Play(visit, 1).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Play(visit, 3).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Bar(visit).GetByText("Add to queue").ClickAsync();
        await Expect(Names(visit).Last).ToHaveTextAsync(before[7]);
        await Expect(Names(visit).Nth(before.Count - 2)).ToHaveTextAsync(before[5]);

        await Play(visit, 1).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Play(visit, 2).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Bar(visit).GetByText("Remove").ClickAsync();
        await Expect(Names(visit)).ToHaveCountAsync(before.Count - 2);
    }

    [Fact]
    public async Task Rows_are_selected_by_keyboard_and_by_tap()
    {
        await using var visit = await PlayingAsync();
        var count = (await NamesAsync(visit)).Count;
        await Play(visit, 3).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await visit.Page.Keyboard.PressAsync("Shift+ArrowDown");
        await Expect(Bar(visit)).ToContainTextAsync("3 selected");
        await Expect(Play(visit, 5)).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Delete");
        await Expect(Names(visit)).ToHaveCountAsync(count - 3);
        await Play(visit, 2).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Control+a");
        await Expect(Bar(visit)).ToContainTextAsync($"{count - 3} selected");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Bar(visit)).ToBeHiddenAsync();

        await visit.MenuAsync(visit.Page.Locator("#tracks > li").Nth(1), "Select");
        await Play(visit, 4).ClickAsync(); // without any key
        await Expect(Bar(visit)).ToContainTextAsync("2 selected");
        await visit.Button("Clear the selection").ClickAsync();
        await Expect(visit.Page.Locator("#tracks > li.selected")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task Selected_rows_are_dragged_together()
    {
        await using var visit = await PlayingAsync();
        var before = await NamesAsync(visit);
        await Play(visit, 4).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });
        await Play(visit, 6).ClickAsync(new() { Modifiers = [KeyboardModifier.Control] });

        await visit.Page.Locator("#tracks > li").Nth(6).Locator(".what").DragToAsync(visit.Page.Locator("#tracks > li").Nth(2).Locator(".what"));
        await Expect(Names(visit)).ToHaveTextAsync(
            [before[0], before[1], before[4], before[6], before[2], before[3], before[5], .. before[7..]]);

        await Play(visit, 2).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(Names(visit).Nth(2)).ToHaveTextAsync(before[2]);
        await Expect(Names(visit).Nth(3)).ToHaveTextAsync(before[4]);
    }

    [Fact]
    public async Task A_mix_is_saved_listed_renamed_exported_deleted_and_played()
    {
        await using var visit = await PlayingAsync();
        var names = await NamesAsync(visit);
        await SaveAsync(visit, "Sunday");
        await Expect(visit.Status).ToHaveTextAsync("Saved as “Sunday”.");
        await visit.Page.ReloadAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Tab, new() { Name = "Mixes" }).ClickAsync();
        var mix = visit.Page.Locator("#grid > li");
        await Expect(mix).ToContainTextAsync("Sunday");
        await Expect(mix).ToContainTextAsync($"{names.Count} tracks");

        await visit.MenuAsync(mix, "Rename");
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name this mix" }).FillAsync("Monday");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(mix.Locator(".name")).ToHaveTextAsync("Monday");
        var exported = visit.Page.WaitForDownloadAsync();
        await visit.MenuAsync(mix, "Export as M3U8");
        var lines = await File.ReadAllLinesAsync((await (await exported).PathAsync())!);
        Assert.Equal(names.Count, lines.Count(line => line.EndsWith("/stream", StringComparison.Ordinal)));

        await visit.MenuAsync(mix, "Delete");
        await Expect(mix).ToHaveCountAsync(0);
        await Expect(visit.Page.Locator("#nothing-found")).ToContainTextAsync("No saved mixes yet.");
        await visit.Button("Undo").ClickAsync();
        await mix.Locator(".tile").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Monday");
        await Expect(Names(visit)).ToHaveTextAsync(names);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_link_opens_the_same_mood_and_approach_elsewhere()
    {
        await using var visit = await PlayingAsync("sad");
        await visit.Page.Context.GrantPermissionsAsync(["clipboard-read", "clipboard-write"]);
        await visit.Page.GetByLabel("calm me").CheckAsync();
        await visit.HearsMusicAsync();
        await visit.Button("Copy link").ClickAsync();
        await Expect(visit.Status).ToHaveTextAsync("Link copied. It opens the same on another device.");
        var link = await visit.Page.EvaluateAsync<string>("navigator.clipboard.readText()");
        Assert.Equal($"{home.Server.Address}#mood=sad&approach=calm", link);

        await using var other = await fixture.OpenPageAsync(address: new Uri(link));
        await Expect(other.Key("sad")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(other.Page.GetByLabel("calm me")).ToBeCheckedAsync();
        await Expect(other.Playlist).ToHaveTextAsync("Slow rain");
        await Expect(other.CurrentTrack).ToBeVisibleAsync();
        Assert.Equal(home.Server.Address.ToString(), other.Page.Url);
    }

    [Fact]
    public async Task A_link_to_an_own_list_opens_that_list()
    {
        await using var visit = await PlayingAsync();
        var names = await NamesAsync(visit);
        await SaveAsync(visit, "Mine");
        var id = await visit.Page.EvaluateAsync<string>("JSON.parse(localStorage.mixes)[0].id");

        await using var other = await fixture.OpenPageAsync(address: new Uri(home.Server.Address, $"#list={id}"));
        await Expect(Names(other)).ToHaveTextAsync(names);
    }

    [Fact]
    public async Task An_own_list_stops_after_its_last_track()
    {
        await using var visit = await PlayingAsync();
        var first = (await NamesAsync(visit))[0];
        await SaveAsync(visit, "Mine");
        var id = await visit.Page.EvaluateAsync<string>("JSON.parse(localStorage.mixes)[0].id");
        await using var other = await fixture.OpenPageAsync(address: new Uri(home.Server.Address, $"#list={id}"));
        await other.Page.Locator("#tracks .play").Last.ClickAsync();
        await other.HearsMusicAsync();

        await other.ToTheEndAsync();

        await Expect(other.CurrentTrack).ToHaveTextAsync(first);
        await other.HoldsAsync("document.querySelector('audio').paused");
        await other.Button("Play").ClickAsync();
        await other.HearsMusicAsync();
    }

    private async Task<PageVisit> PlayingAsync(string mood = "happy")
    {
        var visit = await fixture.OpenPageAsync(address: home.Server.Address);
        await visit.Key(mood).ClickAsync();
        await visit.HearsMusicAsync();
        return visit;
    }

    private static async Task SaveAsync(PageVisit visit, string name)
    {
        await visit.Button("Save mix").ClickAsync();
        await visit.Page.GetByRole(AriaRole.Textbox, new() { Name = "Name this mix" }).FillAsync(name);
        await visit.Page.Locator("#name-mix").GetByText("Save", new() { Exact = true }).ClickAsync();
    }

    private static ILocator Names(PageVisit visit) => visit.Page.Locator("#tracks .name");

    private static async Task<List<string>> NamesAsync(PageVisit visit) => [.. await Names(visit).AllTextContentsAsync()];

    private static ILocator Play(PageVisit visit, int row) => visit.Page.Locator("#tracks .play").Nth(row);

    private static ILocator Bar(PageVisit visit) => visit.Page.Locator("#selection");
}
