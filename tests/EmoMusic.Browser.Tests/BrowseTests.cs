using System.Globalization;

namespace EmoMusic.Browser.Tests;

/// <summary>The library of 2,000 tracks on its shelves: by mouse, by keyboard, and by search.</summary>
public sealed class BrowseTests(BrowserFixture fixture, Shelves shelves) : IClassFixture<Shelves>
{
    private const int Artists = Shelves.Artists;
    private const int TracksEach = Shelves.TracksEach;

    [Fact]
    public async Task Artists_are_tiles_with_covers_that_arrows_move_between()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await Expect(visit.Page.GetByLabel("Title, artist or album")).ToBeFocusedAsync();
        await Expect(Tiles(visit).First.Locator("img")).ToBeVisibleAsync();
        await Expect(Tiles(visit).First).ToContainTextAsync("10 tracks");

        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Tiles(visit).First).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Tiles(visit).Nth(1)).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.HoldsAsync("""
            (([first, second, ...others], focused) => {
              const [one, other] = [second, focused].map(tile => tile.getBoundingClientRect());
              const below = others.find(tile => tile.getBoundingClientRect().top > one.top);
              return other.left === one.left && other.top === below.getBoundingClientRect().top; // the next row, the same column
            })([...document.querySelectorAll('.tile')], document.activeElement)
            """);
        await visit.Page.Keyboard.PressAsync("Home");
        var artist = await Tiles(visit).First.Locator(".name").InnerTextAsync();
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("#opened-title")).ToHaveTextAsync(artist);
        await Expect(visit.Page.Locator("#opened-title")).ToBeFocusedAsync();
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);

        await visit.Button("Back").ClickAsync();
        await Expect(Tiles(visit).First).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(Tiles(visit).First).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_long_shelf_goes_on_as_it_is_scrolled()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await Expect(Tiles(visit)).ToHaveCountAsync(100);
        await ScrollAsync(visit, 1_000_000);
        await Expect(Items(visit)).ToHaveCountAsync(Artists);

        await visit.Page.GetByLabel("Title, artist or album").FillAsync("song");
        await Expect(Found(visit)).ToHaveCountAsync(100);
        await ScrollAsync(visit, 1_000_000);
        await Expect(Found(visit)).ToHaveCountAsync(200);
    }

    [Fact]
    public async Task Two_thousand_found_tracks_are_rows_only_near_the_screen()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("song");
        for (var count = 100; count <= Artists * TracksEach; count += 100)
        {
            await Expect(Found(visit)).ToHaveCountAsync(count);
            await ScrollAsync(visit, 1_000_000);
        }

        await Expect(Found(visit).Last.Locator(".name")).ToBeInViewportAsync();
        Assert.InRange(await visit.Page.Locator("#found .play").CountAsync(), 5, 130);
        var height = await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollHeight");
        await ScrollAsync(visit, 50_000);
        await visit.HoldsAsync("""
            (panel => [...document.querySelectorAll('#found > li')].filter(row => row.getBoundingClientRect().bottom > panel.top
              && row.getBoundingClientRect().top < panel.bottom).every(row => row.querySelector('.name')))
              (document.querySelector('.panel').getBoundingClientRect())
            """);
        Assert.InRange(await visit.Page.Locator("#found .play").CountAsync(), 5, 130);
        Assert.Equal(height, await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollHeight"));
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task Three_thousand_tiles_are_there_only_near_the_screen(int width)
    {
        await using var visit = await fixture.OpenSizedAsync(shelves.Server.Address, width, 800);
        const int Many = 3000;
        await visit.Page.RouteAsync("**/api/library/artists*", route =>
        {
            var wanted = System.Web.HttpUtility.ParseQueryString(new Uri(route.Request.Url).Query);
            var (skip, take) = (int.Parse(wanted["skip"]!, CultureInfo.InvariantCulture), int.Parse(wanted["take"]!, CultureInfo.InvariantCulture));
            return route.FulfillAsync(new()
            {
                Json = Enumerable.Range(skip, Math.Max(0, Math.Min(take, Many - skip)))
                    .Select(number => new { name = $"Ólafur {number % Artists:000}", tracks = number, coverUrl = (string?)null }),
            });
        });
        await visit.Page.GetByText("Search the library").ClickAsync();
        for (var count = 100; count <= Many; count += 100)
        {
            await Expect(Items(visit)).ToHaveCountAsync(count);
            await ScrollAsync(visit, 1_000_000);
        }

        await Expect(Items(visit).Last.Locator(".name")).ToBeInViewportAsync();
        Assert.InRange(await Tiles(visit).CountAsync(), 5, 200);
        var height = await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollHeight");
        await ScrollAsync(visit, 20_000);
        await visit.HoldsAsync("""
            (panel => [...document.querySelectorAll('#grid > li')].filter(item => item.getBoundingClientRect().bottom > panel.top
              && item.getBoundingClientRect().top < panel.bottom).every(item => item.querySelector('.name')))
              (document.querySelector('.panel').getBoundingClientRect())
            """);
        Assert.InRange(await Tiles(visit).CountAsync(), 5, 200);
        // An empty tile is as high as a full one.
        Assert.Equal(height, await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollHeight"), 5.0);
        await visit.StoodStillAsync();

        await Items(visit).First.EvaluateAsync("item => item.scrollIntoView({ behavior: 'instant' })");
        await Tiles(visit).First.FocusAsync();
        await visit.Page.Keyboard.PressAsync("End");
        await Expect(Items(visit).Last.Locator(".tile")).ToBeFocusedAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await Expect(Items(visit).Nth(Many - 2).Locator(".tile")).ToBeFocusedAsync();

        // And back to where it was.
        var scrolled = await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollTop");
        await visit.Page.Keyboard.PressAsync("Enter");
        await Expect(visit.Page.Locator("#opened-title")).ToHaveTextAsync($"Ólafur {(Many - 2) % Artists:000}");
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);
        await visit.Button("Back").ClickAsync();
        await Expect(Items(visit).Nth(Many - 2).Locator(".tile")).ToBeFocusedAsync();
        Assert.Equal(scrolled, await visit.Page.EvaluateAsync<double>("document.querySelector('.panel').scrollTop"), 5.0);
    }

    [Fact]
    public async Task A_long_queue_keeps_its_marks_and_its_keys()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await Tab(visit, "Genres").ClickAsync();
        await visit.Page.Locator(".tile", new() { HasText = "Jazz" }).ClickAsync();
        await visit.Button("Play all").ClickAsync();
        var (rows, plays) = (visit.Page.Locator("#tracks > li"), visit.Page.Locator("#tracks .play"));
        await Expect(rows).ToHaveCountAsync(Artists * TracksEach / 4);
        await visit.Button("Pause").ClickAsync(); // the tracks are a second long
        var current = await visit.CurrentTrack.InnerTextAsync();

        await rows.First.Locator(".play").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Control+a");
        await visit.Page.EvaluateAsync("scrollTo(0, 1e6)");
        await Expect(rows.Last.Locator(".play")).ToHaveAttributeAsync("aria-description", "selected");
        Assert.InRange(await plays.CountAsync(), 5, 130);
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(rows.Last.Locator(".play")).Not.ToHaveAttributeAsync("aria-description", "selected");

        await rows.Nth(300).ScrollIntoViewIfNeededAsync();
        await rows.Nth(300).Locator(".play").FocusAsync();
        var name = await rows.Nth(300).Locator(".name").InnerTextAsync();
        await visit.Page.Keyboard.PressAsync("Alt+ArrowDown");
        await Expect(rows.Nth(301).Locator(".name")).ToHaveTextAsync(name);
        await Expect(rows.Nth(301).Locator(".play")).ToBeFocusedAsync();
        await visit.Page.EvaluateAsync("scrollTo(0, 0)");
        await Expect(visit.CurrentTrack).ToHaveTextAsync(current);
    }

    [Fact]
    public async Task Albums_genres_and_moods_are_shelves_and_all_of_one_plays()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await Expect(Tiles(visit).First).ToBeVisibleAsync();
        await Tab(visit, "Artists").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await Expect(Tab(visit, "Albums")).ToBeFocusedAsync();
        await Expect(Tab(visit, "Albums")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(Tiles(visit).First).ToContainTextAsync("Ólafur 000"); // an album says its artist

        await Tab(visit, "Moods").ClickAsync();
        await Expect(visit.Page.Locator(".tile[data-mood=happy]")).ToContainTextAsync("Happy");
        await Tab(visit, "Genres").ClickAsync();
        await visit.Page.Locator(".tile", new() { HasText = "Jazz" }).ClickAsync();
        await Expect(Found(visit)).ToHaveCountAsync(100);

        await Tab(visit, "Albums").ClickAsync();
        await Tiles(visit).First.ClickAsync();
        await visit.Button("Play all").ClickAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Album 000");
        await Expect(visit.Page.Locator("#tracks > li")).ToHaveCountAsync(TracksEach);
        await Expect(visit.Page.Locator("#tracks .by").First).ToHaveTextAsync("Ólafur 000 · Album 000");
        await Expect(visit.Button("New mix")).ToBeHiddenAsync();
        await Expect(visit.Page.Locator("#shelf")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Search_folds_accents_and_says_when_it_finds_nothing()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await Expect(Tiles(visit).First).ToBeVisibleAsync(); // hidden by the search, and still there
        await visit.Page.Keyboard.TypeAsync("olafur 007");
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);
        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await Expect(Found(visit).First.Locator(".play")).ToBeFocusedAsync();

        await visit.Page.GetByLabel("Title, artist or album").FillAsync("zyzzyva");
        await Expect(visit.Page.Locator("#nothing-found")).ToHaveTextAsync("Nothing found for “zyzzyva”.");
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("");
        await Expect(Tiles(visit).First).ToBeVisibleAsync();
    }

    [Fact]
    public async Task A_found_row_plays_next_or_is_queued_from_its_menu()
    {
        await using var visit = await OpenAsync();
        await visit.Page.Keyboard.PressAsync("/");
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("olafur 007");
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);
        await Found(visit).First.Locator(".play").ClickAsync(); // before there was any list
        var names = visit.Page.Locator("#tracks .name");
        await Expect(names).ToHaveCountAsync(1);
        await visit.MenuAsync(Found(visit).Nth(1), "Add to queue");
        await visit.MenuAsync(Found(visit).Nth(2), "Play next");
        var (first, second, third) = (Found(visit).Locator(".name").Nth(0), Found(visit).Locator(".name").Nth(1), Found(visit).Locator(".name").Nth(2));
        string[] titles = [await first.InnerTextAsync(), await third.InnerTextAsync(), await second.InnerTextAsync()];
        await Expect(names).ToHaveTextAsync(titles);
        await Expect(visit.Playlist).ToHaveTextAsync("Your queue");

        await visit.Page.ReloadAsync();
        await Expect(names).ToHaveTextAsync(titles);
        await Expect(visit.Playlist).ToHaveTextAsync("Your queue");
    }

    [Fact]
    public async Task A_row_leads_to_its_artist_and_album()
    {
        await using var visit = await OpenAsync();
        await visit.Key("happy").ClickAsync();
        var row = visit.Page.Locator("#tracks > li").First;
        var by = (await row.Locator(".by").InnerTextAsync()).Split(" · ");

        await visit.MenuAsync(row, "Go to artist");
        await Expect(visit.Page.Locator("#opened-title")).ToHaveTextAsync(by[0]);
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);
        await Expect(Tab(visit, "Artists")).ToHaveAttributeAsync("aria-selected", "true");
        await visit.MenuAsync(Found(visit).First, "Go to album");
        await Expect(visit.Page.Locator("#opened-title")).ToHaveTextAsync(by[1]);
        await Expect(Tab(visit, "Albums")).ToHaveAttributeAsync("aria-selected", "true");
    }

    [Fact]
    public async Task Liked_tracks_have_a_shelf()
    {
        await using var visit = await OpenAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await Tab(visit, "Liked").ClickAsync();
        await Expect(visit.Page.Locator("#nothing-found")).ToHaveTextAsync("No liked tracks yet. Press the heart of a track you like.");

        await visit.Page.GetByLabel("Title, artist or album").FillAsync("olafur 003");
        await Expect(Found(visit)).ToHaveCountAsync(TracksEach);
        var liked = visit.Page.WaitForResponseAsync("**/like");
        await Found(visit).Nth(2).Locator(".heart").ClickAsync();
        await liked;
        var title = await Found(visit).Nth(2).Locator(".name").InnerTextAsync();
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("");
        await Expect(Found(visit)).ToHaveCountAsync(1);
        await Expect(Found(visit).Locator(".name")).ToHaveTextAsync(title);
    }

    [Fact]
    public async Task A_tab_pressed_before_the_library_is_loaded_is_not_forgotten()
    {
        await using var visit = await OpenAsync();
        var pressed = new TaskCompletionSource();
        await visit.Page.RouteAsync("**/js/music/library.js", async route =>
        {
            await pressed.Task;
            await route.ContinueAsync();
        });

        await visit.Page.GetByText("Search the library").ClickAsync();
        await Tab(visit, "Liked").ClickAsync();
        pressed.SetResult();

        await Expect(Tab(visit, "Liked")).ToHaveAttributeAsync("aria-selected", "true");
        await Expect(visit.Page.Locator("#nothing-found")).ToContainTextAsync("No liked tracks yet.");
    }

    private Task<PageVisit> OpenAsync() => fixture.OpenPageAsync(address: shelves.Server.Address);

    private static ILocator Tiles(PageVisit visit) => visit.Page.Locator("#grid .tile");

    private static ILocator Items(PageVisit visit) => visit.Page.Locator("#grid > li");

    private static async Task ScrollAsync(PageVisit visit, int top) =>
        await visit.Page.EvaluateAsync("top => document.querySelector('.panel').scrollTo(0, top)", top);

    private static ILocator Found(PageVisit visit) => visit.Page.Locator("#found > li");

    private static ILocator Tab(PageVisit visit, string name) => visit.Page.GetByRole(AriaRole.Tab, new() { Name = name });
}
