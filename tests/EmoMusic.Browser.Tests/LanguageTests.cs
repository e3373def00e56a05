namespace EmoMusic.Browser.Tests;

/// <summary>The page in other languages: chosen by the browser, switched in the settings, from right to left, offline.</summary>
[Collection<WithHomeLibrary>]
public sealed class LanguageTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    private const double MaxFirstVisit = 90 * 1024; // bytes, with headers

    [Theory]
    [InlineData("de-AT", "de", "ltr", "Stimmung erkennen", "Trauer", "Leiser Regen", "Warum dieser Titel?")]
    [InlineData("ar-EG", "ar", "rtl", "اكتشف مزاجي", "حزن", "مطر هادئ", "لماذا هذا المقطع؟")]
    public async Task The_page_speaks_the_browsers_language(
        string locale, string language, string direction, string read, string sad, string list, string why)
    {
        await using var visit = await OpenAsync(locale);
        var html = visit.Page.Locator("html");
        await Expect(html).ToHaveAttributeAsync("lang", language);
        await Expect(html).ToHaveAttributeAsync("dir", direction);
        await Expect(visit.Page.Locator("#read")).ToHaveTextAsync(read);
        var name = await visit.Key("sad").Locator(".name").InnerTextAsync();
        Assert.Equal(sad, name);
        await FitsAsync(visit);

        await visit.Key("sad").ClickAsync();
        await visit.HearsMusicAsync();
        await Expect(visit.Playlist).ToHaveTextAsync(list);
        await FitsAsync(visit);
        var row = visit.Page.Locator("#tracks > li").First;
        await visit.AskWhyAsync(row, why);
        await Expect(row.Locator(".reason")).Not.ToContainTextAsync("major");
        await Expect(row.Locator(".reason")).Not.ToContainTextAsync("minor");

        await visit.Page.Locator("#library > summary").ClickAsync();
        await visit.Page.Locator("#search").FillAsync("zyzzyva");
        await Expect(visit.Page.Locator("#nothing-found")).ToContainTextAsync("zyzzyva");
        await FitsAsync(visit);
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("#settings-open").ClickAsync();
        await Expect(visit.Page.Locator("#language")).ToHaveValueAsync(language);
        await FitsAsync(visit);
    }

    [Fact]
    public async Task From_right_to_left_keys_and_rows_are_mirrored_and_time_is_not()
    {
        await using var visit = await OpenAsync("ar");
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();

        Assert.True(await LeftOfAsync(visit, ".key[data-mood=neutral]", ".key[data-mood=angry]"));
        Assert.True(await LeftOfAsync(visit, "#tracks > li:first-child .more", "#tracks > li:first-child .art"));
        Assert.True(await LeftOfAsync(visit, "#help-open", ".brand"));
        Assert.True(await LeftOfAsync(visit, "#previous", "#next"));
        Assert.True(await LeftOfAsync(visit, "#elapsed", "#duration"));
        // A quote in English is cut at its own end.
        Assert.Equal("ltr", await visit.Page.EvaluateAsync<string>("getComputedStyle(document.querySelector('#quote-block')).direction"));
    }

    [Theory]
    [InlineData("de")]
    [InlineData("fr")]
    [InlineData("es")]
    public async Task On_a_tablet_the_header_is_one_line(string locale)
    {
        await using var visit = await OpenAsync(locale);
        await visit.Page.SetViewportSizeAsync(768, 1024);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", locale);
        Assert.InRange(await visit.Page.EvaluateAsync<int>("document.querySelector('.top').offsetHeight"), 44, 80);
    }

    [Theory]
    [InlineData("ar")]
    [InlineData("de")]
    [InlineData("en")]
    public async Task On_a_phone_a_switch_stands_beside_its_words(string locale)
    {
        await using var visit = await OpenAsync(locale);
        await visit.Page.Locator("#settings-open").ClickAsync();
        await Expect(visit.Page.Locator("#language")).ToHaveValueAsync(locale);
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
            [...document.querySelectorAll('.setting [role=switch]')].filter(each => {
              const [box, words] = [each, each.previousElementSibling].map(part => part.getBoundingClientRect());
              return box.top > words.bottom || (box.left < words.right && box.right > words.left);
            }).map(each => each.id)
            """));
    }

    [Theory]
    [InlineData("de", "tagged Metal, 76 bpm", "Getaggt als Metal, 76 bpm.")]
    [InlineData("de", "in a folder called Rock and Roll", "In einem Ordner namens Rock and Roll.")]
    [InlineData("ar", "no steady beat, minor, loud and dark", "بلا إيقاع ثابت، مينور، صاخب ومعتم.")]
    [InlineData("tr", "in a folder called sad, 100 bpm", "Sad adlı bir klasörde, 100 bpm.")]
    public async Task Each_part_of_a_reason_is_translated(string locale, string reason, string sentence)
    {
        await using var visit = await OpenAsync(locale);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", locale);
        Assert.Equal(sentence, await visit.Page.EvaluateAsync<string>(
            "async reason => (await import('/js/shared/messages.js')).asSentence(reason)", reason));
    }

    [Theory]
    [InlineData(2, "مباشر: وجهان؛ يُتابَع أحدهما.")]
    [InlineData(3, "مباشر: 3 وجوه؛ يُتابَع أحدها.")]
    [InlineData(11, "مباشر: 11 وجهًا؛ يُتابَع أحدها.")]
    public async Task Numbers_have_the_forms_of_the_language(int count, string sentence)
    {
        await using var visit = await OpenAsync("ar");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "ar");
        Assert.Equal(sentence, await visit.Page.EvaluateAsync<string>(
            "async count => (await import('/js/shared/i18n.js')).t('live.faces', { count })", count));
    }

    [Fact]
    public async Task Another_language_is_chosen_without_a_pause_and_stays()
    {
        await using var visit = await OpenAsync("en-GB");
        await visit.Key("sad").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.Page.Locator("#library > summary").ClickAsync();
        await visit.Page.Locator("#shelf-moods").ClickAsync();
        await Expect(visit.Page.Locator(".tile[data-mood=happy] .name")).ToHaveTextAsync("Happy");
        await visit.Page.Locator("#library-close").ClickAsync();
        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Language").SelectOptionAsync("de");

        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(visit.Page.Locator("#settings-title")).ToHaveTextAsync("Einstellungen");
        await Expect(visit.Page.Locator(".tile[data-mood=happy] .name")).ToHaveTextAsync("Freude");
        await Expect(visit.Playlist).ToHaveTextAsync("Leiser Regen");
        await Expect(visit.Status).ToHaveTextAsync("Alles klar: Trauer.");
        await Expect(visit.Page.Locator("#toggle")).ToHaveAttributeAsync("aria-label", "Pause");
        await Expect(visit.Page.Locator("#accuracy")).ToHaveTextAsync("Bei 88 von 100 Gesichtern sehen Menschen dasselbe.");
        await Expect(visit.Page.Locator("#tracks > li").First.Locator(".more")).ToHaveAttributeAsync(
            "aria-label", new System.Text.RegularExpressions.Regex("^Mehr zu "));
        await visit.HearsMusicAsync();

        await visit.Page.ReloadAsync();
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("lang", "de");
        await Expect(visit.Page.Locator("#read")).ToHaveTextAsync("Stimmung erkennen");
    }

    [Fact]
    public async Task The_language_in_use_is_there_without_the_server()
    {
        // The page has been loaded before its texts are there.
        const string Late = """
            const ask = globalThis.fetch;
            globalThis.fetch = async (url, ...more) => {
              await new Promise(resolve => setTimeout(resolve, String(url).includes('/languages/') ? 1000 : 0));
              return ask(url, ...more);
            };
            """;
        await using var server = await ServerProcess.StartAsync(fixture.Library);
        await using var visit = await fixture.OpenPageAsync(
            address: server.Address, options: new() { Locale = "de-DE", ServiceWorkers = ServiceWorkerPolicy.Allow }, script: Late);
        await visit.Page.EvaluateAsync("navigator.serviceWorker.ready.then(() => null)");
        Assert.True(await visit.Page.EvaluateAsync<bool>("caches.match('languages/de.json').then(Boolean)"));
        Assert.False(await visit.Page.EvaluateAsync<bool>("caches.match('languages/fr.json').then(Boolean)"));

        await server.KillAsync();
        await visit.Page.ReloadAsync();

        await Expect(visit.Page.Locator("#read")).ToHaveTextAsync("Stimmung erkennen");
        await Expect(visit.Status).ToContainTextAsync("Der Server antwortet nicht.");
    }

    [Fact]
    public async Task A_page_that_is_not_there_says_so_in_the_browsers_language()
    {
        await using var visit = await fixture.OpenPageAsync(
            address: new Uri(fixture.Server.Address, "nowhere/at/all"), options: new() { Locale = "tr" }, until: null);
        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("Burada bir sayfa yok.");
        await Expect(visit.Page).ToHaveTitleAsync("Burada değil · EmoMusic");
    }

    [Theory]
    [InlineData("en")]
    [InlineData("hi")] // the largest file
    public async Task A_first_visit_transfers_less_than_90_KiB(string locale)
    {
        await using var visit = await fixture.OpenPageAsync(
            options: new() { Locale = locale, ServiceWorkers = ServiceWorkerPolicy.Block }, until: null);
        await visit.Page.GotoAsync("about:blank");
        var session = await visit.Page.Context.NewCDPSessionAsync(visit.Page);
        await session.SendAsync("Network.enable");
        await session.SendAsync("Network.clearBrowserCache");
        var sum = 0.0;
        session.Event("Network.loadingFinished").OnEvent += (_, e) => sum += e!.Value.GetProperty("encodedDataLength").GetDouble();

        var model = visit.Page.WaitForResponseAsync("**/api/model");
        await visit.Page.GotoAsync(fixture.Server.Address.ToString());
        await model;
        await Expect(visit.Page.Locator("#accuracy")).Not.ToBeEmptyAsync();
        await visit.Page.WaitForLoadStateAsync(LoadState.NetworkIdle);

        TestContext.Current.TestOutputHelper?.WriteLine($"{locale}: {sum / 1024:0.0} KiB");
        Assert.InRange(sum, 40_000, MaxFirstVisit);
    }

    private Task<PageVisit> OpenAsync(string locale) => fixture.OpenPageAsync(address: home.Server.Address, options: new()
    {
        Locale = locale,
        ViewportSize = new() { Width = 390, Height = 844 },
        ServiceWorkers = ServiceWorkerPolicy.Block,
    });

    private static Task<bool> LeftOfAsync(PageVisit visit, string one, string other) => visit.Page.EvaluateAsync<bool>(
        "([one, other]) => document.querySelector(one).getBoundingClientRect().x < document.querySelector(other).getBoundingClientRect().x",
        new[] { one, other });

    // Neither the page nor a button is narrower than what it says.
    private static async Task FitsAsync(PageVisit visit)
    {
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('button:not(.key, .play, .tile), .key .name, .consent p, label')]
              .filter(element => element.checkVisibility({ visibilityProperty: true }) && element.scrollWidth > element.clientWidth + 1)
              .map(element => `${element.id || element.className}: ${element.textContent.trim()}`)
            """));
    }
}
