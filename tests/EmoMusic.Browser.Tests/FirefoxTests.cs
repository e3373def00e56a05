namespace EmoMusic.Browser.Tests;

/// <summary>The main way through the page, in Firefox.</summary>
public sealed class FirefoxTests(BrowserFixture fixture, Firefox firefox, Shelves shelves)
    : IClassFixture<Firefox>, IClassFixture<Shelves>
{
    private const string Titles = "JSON.stringify([...document.querySelectorAll('#tracks .name')].map(name => name.textContent))";
    private const string Current = "document.querySelector('#tracks [aria-current=true] .name').textContent";

    [Fact]
    public async Task A_key_plays_music_and_a_reload_brings_it_back()
    {
        await using var page = await OpenAsync();
        await page.SaysAsync("#accuracy", "It agrees with people in 88 of 100 faces.");
        await page.ClickAsync(".key[data-mood=happy]");
        await page.SaysAsync("#title", "Keep it going");
        await page.HearsMusicAsync();
        await page.ClickAsync("#next");
        await page.HearsMusicAsync();
        await page.ClickAsync("#repeat");
        var (titles, current) = (await page.EvaluateAsync<string>(Titles), await page.EvaluateAsync<string>(Current));

        await page.ReloadAsync();

        await page.SaysAsync("#title", "Keep it going");
        Assert.Equal(titles, await page.EvaluateAsync<string>(Titles));
        Assert.Equal(current, await page.EvaluateAsync<string>(Current));
        await page.HoldsAsync("document.querySelector('.key[data-mood=happy]').ariaPressed === 'true'");
        await page.HoldsAsync("document.querySelector('#repeat').ariaPressed === 'true'");
        await page.HoldsAsync("(audio => audio.paused && audio.currentTime > 0)(document.querySelector('audio'))");
        await page.ClickAsync("#toggle");
        await page.HearsMusicAsync();
    }

    [Fact]
    public async Task A_photo_is_read_and_its_music_plays()
    {
        var photo = Repository.Photo("one-face.png");
        await using var page = await OpenAsync();
        await page.ChooseFileAsync("#file", photo);
        await page.SaysAsync("#emotion", "Happy");
        await page.SaysAsync("#status-text", "You look happy.");
        await page.HoldsAsync("document.querySelectorAll('#faces .face').length === 1");
        await page.HoldsAsync("document.querySelector('#crop').naturalWidth === 48");
        await page.HoldsAsync("document.querySelector('html').dataset.mood === 'happy'");
        await page.SaysAsync("#title", "Keep it going");

        // A file that nobody's finger chose lets no music start: that is Firefox's rule.
        await page.HoldsAsync("document.querySelector('#blocked').checkVisibility()");
        await page.ClickAsync("#big-play");
        await page.HearsMusicAsync();
        await page.HoldsAsync("!document.querySelector('#blocked').checkVisibility()");
    }

    [Fact]
    public async Task The_camera_takes_one_picture_and_closes()
    {
        await using var page = await OpenAsync();
        await page.ClickAsync("#read");
        await page.SaysAsync("#status-text",
            "No face found. Look straight into the camera, in good light, and move a little closer, then try again.");
        await page.HoldsAsync("document.querySelector('video').srcObject === null");
    }

    [Fact]
    public async Task A_row_has_a_heart_a_menu_and_a_place_in_the_list()
    {
        await using var page = await OpenAsync(390, 844);
        await page.ClickAsync(".key[data-mood=sad]");
        await page.HearsMusicAsync();
        await page.ClickAsync("#tracks > li:nth-child(2) .heart");
        await page.HoldsAsync("document.querySelector('#tracks > li:nth-child(2) .heart').ariaPressed === 'true'");
        await page.ClickAsync("#tracks > li:nth-child(2) .more");
        await page.HoldsAsync("document.querySelector('#row-menu').matches(':popover-open')");
        await page.PressAsync('\uE00C'); // Escape
        await page.HoldsAsync("!document.querySelector('#row-menu').matches(':popover-open')");
        await page.ClickAsync("#tracks > li:nth-child(2) .play");
        await page.HoldsAsync("document.querySelector('#tracks > li:nth-child(2) [aria-current=true], #tracks > li:nth-child(2)[aria-current=true]') !== null");
        await page.HearsMusicAsync();

        await page.ClickAsync("#library > summary");
        await page.ClickAsync("#shelf-liked");
        await page.HoldsAsync("document.querySelectorAll('#found > li').length === 1");
    }

    [Fact]
    public async Task Language_and_theme_are_chosen_in_the_settings()
    {
        await using var page = await OpenAsync();
        await page.ClickAsync("#settings-open");
        await page.HoldsAsync("document.querySelectorAll('#language option').length === 8");
        await page.SelectAsync("#theme", "dark");
        Assert.Equal("dark", await page.EvaluateAsync<string>("getComputedStyle(document.documentElement).colorScheme"));
        await page.SelectAsync("#language", "ar");
        await page.SaysAsync("#settings-title", "الإعدادات");
        Assert.Equal("rtl", await page.EvaluateAsync<string>("document.documentElement.dir"));
        await page.ClickAsync("#settings-close");
        await page.SaysAsync("#read", "اكتشف مزاجي");
    }

    [Fact]
    public async Task A_long_shelf_is_walked_by_keyboard_and_found_again()
    {
        await using var page = await firefox.OpenPageAsync(shelves.Server.Address, 1280, 800);
        const string Items = "[...document.querySelectorAll('#grid > li')]";
        await page.ClickAsync("#library > summary");
        await page.HoldsAsync($"{Items}.length === 100");
        await page.EvaluateAsync<string>("document.querySelector('.panel').scrollTo(0, 1e6), ''");
        await page.HoldsAsync($"{Items}.length === 200");
        await page.HoldsAsync("document.querySelectorAll('.tile').length < 150");
        await page.EvaluateAsync<string>("document.querySelector('.tile').focus(), ''");
        await page.PressAsync('\uE010'); // End
        await page.HoldsAsync($"{Items}[199].firstElementChild === document.activeElement");
        await page.PressAsync('\uE012'); // ArrowLeft
        await page.HoldsAsync($"{Items}[198].firstElementChild === document.activeElement");
        await page.PressAsync('\uE006'); // Enter
        await page.SaysAsync("#opened-title", "Ólafur 198");
        await page.ClickAsync("#opened-back");
        await page.HoldsAsync($"{Items}[198].firstElementChild === document.activeElement");
    }

    private Task<FirefoxPage> OpenAsync(int width = 1280, int height = 800) =>
        firefox.OpenPageAsync(fixture.Server.Address, width, height);
}
