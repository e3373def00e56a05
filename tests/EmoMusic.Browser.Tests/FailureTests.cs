using System.Globalization;

namespace EmoMusic.Browser.Tests;

/// <summary>A server that is lost, a network that is gone, a device without sound.</summary>
[Collection<WithHomeLibrary>]
public sealed class FailureTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    private const string Away = "The server is away. What is loaded goes on.";

    [Fact]
    public async Task After_one_visit_the_page_is_whole_without_the_server()
    {
        await using var server = await ServerProcess.StartAsync(fixture.Library);
        await using var visit = await fixture.OpenPageAsync(
            address: server.Address, options: new() { ServiceWorkers = ServiceWorkerPolicy.Allow });
        await visit.Page.EvaluateAsync("navigator.serviceWorker.ready.then(() => null)");
        const string Styles = "[...document.styleSheets].map(sheet => sheet.cssRules.length).join() + document.querySelectorAll('.key').length";
        var styles = await visit.Page.EvaluateAsync<string>(Styles);

        await server.KillAsync();
        await visit.Page.ReloadAsync();

        Assert.Equal(styles, await visit.Page.EvaluateAsync<string>(Styles));
        await Expect(visit.Page.GetByText(Away)).ToBeVisibleAsync();
        await Expect(visit.Status).ToContainTextAsync("The server is not responding.");

        await using var again = await ServerProcess.StartAsync(fixture.Library, server.Address.Port);
        await Expect(visit.Page.GetByText(Away)).ToBeHiddenAsync();
        await Expect(visit.Status).ToHaveTextAsync("The server is back.");
    }

    [Fact]
    public async Task A_lost_server_is_said_within_five_seconds_and_the_list_stays()
    {
        await using var server = await ServerProcess.StartAsync(fixture.Library);
        await using var visit = await fixture.OpenPageAsync(address: server.Address);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();

        await server.KillAsync();
        await Expect(visit.Page.GetByText(Away)).ToBeVisibleAsync(new() { Timeout = 5000 });
        await visit.Key("sad").ClickAsync();
        await Expect(visit.Page.Locator("#hint-text")).ToContainTextAsync("The server is not responding.");
        await Expect(visit.Page.Locator("#tracks > li")).ToHaveCountAsync(2);

        await using var again = await ServerProcess.StartAsync(fixture.Library, server.Address.Port);
        await Expect(visit.Page.GetByText(Away)).ToBeHiddenAsync();
        await Expect(visit.Playlist).ToHaveTextAsync("Slow rain");
    }

    [Theory]
    [InlineData("**/api/playlists/*")]
    [InlineData("**/api/library/tracks*")]
    public async Task What_a_change_of_network_cuts_is_asked_for_again(string address)
    {
        await using var visit = await fixture.OpenPageAsync(address: home.Server.Address);
        var cut = 0;
        await visit.Page.RouteAsync(address, route => cut++ == 0 ? route.AbortAsync("connectionreset") : route.ContinueAsync());
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.Page.GetByText("Search the library").ClickAsync();
        await visit.Page.GetByPlaceholder("Title, artist or album").FillAsync("1");
        await Expect(visit.Page.Locator("#found .play").First).ToBeVisibleAsync();

        await Expect(visit.Page.GetByText("The server is not responding.")).ToHaveCountAsync(0);
        Assert.InRange(cut, 2, 9);
    }

    [Fact]
    public async Task A_device_without_sound_ends_in_a_sentence()
    {
        // It says "playing", and fails before time has moved.
        await using var visit = await fixture.OpenPageAsync(address: home.Server.Address, script: """
            HTMLMediaElement.prototype.play = function () {
              setTimeout(() => { this.dispatchEvent(new Event('playing')); this.dispatchEvent(new Event('error')); }, 20);
              return Promise.resolve();
            };
            """);
        var asked = 0;
        visit.Page.Request += (_, request) => asked += request.Url.EndsWith("/stream", StringComparison.Ordinal) ? 1 : 0;
        await visit.Key("happy").ClickAsync();

        await Expect(visit.Page.Locator("#note")).ToHaveTextAsync(
            "Several tracks in a row cannot be played. Check the sound of this device, then try again.");
        var before = asked;
        await Task.Delay(2000);
        Assert.Equal(before, asked);
        Assert.InRange(asked, 1, 10);
        await visit.Page.Locator("#note-action").ClickAsync();
        await Expect(visit.Page.Locator("#note-action")).ToBeVisibleAsync();
    }

    [Theory]
    [InlineData(390)]
    [InlineData(1280)]
    public async Task A_note_changes_neither_the_bars_height_nor_the_page(int width)
    {
        await using var visit = await fixture.OpenSizedAsync(home.Server.Address, width, 844);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        const string Bar = "document.querySelector('#player').offsetHeight";
        var height = await visit.Page.EvaluateAsync<int>(Bar);

        await visit.Page.RouteAsync("**/stream", route => route.FulfillAsync(new() { Status = 404 }));
        await visit.Button("Next track").ClickAsync();
        await Expect(visit.Page.Locator("#note")).ToHaveTextAsync(
            "Several tracks in a row cannot be played. Check the sound of this device, then try again.");

        Assert.Equal(height, await visit.Page.EvaluateAsync<int>(Bar));
        Assert.Equal(width, (int)await visit.Page.EvaluateAsync<double>("document.documentElement.scrollWidth"));
        await visit.StoodStillAsync();
    }

    [Fact]
    public async Task A_player_that_goes_on_in_silence_after_its_error_is_stopped()
    {
        // Firefox without a sound device.
        await using var visit = await fixture.OpenPageAsync(script: """
            globalThis.deaf = true;
            const play = HTMLMediaElement.prototype.play;
            HTMLMediaElement.prototype.play = function () {
              this.addEventListener('playing', () => setTimeout(() => globalThis.deaf && this.dispatchEvent(new Event('error')), 20), { once: true });
              return play.call(this);
            };
            """);
        await visit.Key("happy").ClickAsync();
        await Expect(visit.Page.Locator("#note")).ToHaveTextAsync(
            "None of these tracks can be played here. Check the sound of this device, then press play.");
        await Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector('audio').paused"));

        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Language").SelectOptionAsync("de");
        await Expect(visit.Page.Locator("#note")).ToContainTextAsync("Keiner dieser Titel");
        await visit.Page.Locator("#settings-close").ClickAsync();
        await visit.Page.EvaluateAsync("globalThis.deaf = false");
        await visit.Page.Locator("#note-action").ClickAsync();
        await Expect(visit.Page.Locator("#note")).ToBeEmptyAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_next_track_follows_without_a_gap()
    {
        await using var visit = await fixture.OpenPageAsync(address: home.Server.Address, script: """
            globalThis.heard = [];
            const play = HTMLMediaElement.prototype.play;
            HTMLMediaElement.prototype.play = function () {
              if (!this.watched) {
                this.watched = true;
                ['playing', 'ended'].forEach(name =>
                  this.addEventListener(name, () => globalThis.heard.push({ name, at: performance.now() })));
              }
              return play.call(this);
            };
            """);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.Page.EvaluateAsync(
            "(audio => { audio.currentTime = audio.duration - 3; globalThis.heard = []; })(document.querySelector('audio'))");
        const string Second = "globalThis.heard.findLast(each => each.name === 'playing')";
        const string End = "globalThis.heard.find(each => each.name === 'ended')";
        await visit.HoldsAsync($"{End} !== undefined && {Second}?.at > {End}.at - 500");

        var gap = await visit.Page.EvaluateAsync<double>($"{Second}.at - {End}.at");
        TestContext.Current.TestOutputHelper?.WriteLine($"gap {gap.ToString(CultureInfo.InvariantCulture)} ms");
        Assert.InRange(gap, -200, 50); // negative: it began before the other had ended
        await visit.HearsMusicAsync();
    }
}
