using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>What stays after a reload, in a second tab, and after a like.</summary>
public sealed class SessionTests(BrowserFixture fixture)
{
    [Fact]
    public async Task A_reload_keeps_queue_position_volume_and_mood()
    {
        await using var visit = await PlayingAsync();
        await visit.Button("Next track").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.Button("Repeat").ClickAsync();
        await visit.Page.GetByLabel("Volume").FillAsync("0.3");
        await visit.Button("Mute").ClickAsync();
        await visit.Page.GetByLabel("Position").FillAsync("9");
        var track = await visit.CurrentTrack.InnerTextAsync();
        var titles = await visit.Page.Locator("#tracks .name").AllTextContentsAsync();

        await visit.Page.ReloadAsync();

        await Expect(visit.CurrentTrack).ToHaveTextAsync(track);
        await Expect(visit.Page.Locator("#tracks .name")).ToHaveTextAsync(titles);
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", "happy");
        await Expect(visit.Key("happy")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Playlist).ToHaveTextAsync("Keep it going");
        await Expect(visit.Button("Repeat")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.HoldsAsync("(audio => audio.muted && audio.paused && audio.currentTime >= 9)(document.querySelector('audio'))");
        await visit.Button("Mute").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').volume === 0.3");
        await visit.Button("Play").ClickAsync();
        await visit.HearsMusicAsync();
        Assert.True(await visit.SecondsAsync() > 9);
    }

    [Fact]
    public async Task A_crash_of_the_tab_loses_neither_crossfade_nor_the_shuffled_queue()
    {
        await using var visit = await PlayingAsync("sad");
        await visit.Button("Settings").ClickAsync();
        await visit.Page.Locator("#crossfade").FillAsync("4");
        await visit.Button("Close").ClickAsync();
        await visit.Page.GetByLabel("lift me up").CheckAsync();
        await visit.Button("Shuffle").ClickAsync();
        await visit.HearsMusicAsync();
        var (track, titles) = (await visit.CurrentTrack.InnerTextAsync(), await visit.Page.Locator("#tracks .name").AllTextContentsAsync());

        var crashed = visit.Page.Context.NewPageAsync(); // which keeps the browser's visitor
        var page = await crashed;
        var gone = new TaskCompletionSource();
        visit.Page.Crash += (_, _) => gone.SetResult();
        _ = visit.Page.GotoAsync("chrome://crash").ContinueWith(each => each.Exception, TaskScheduler.Default);
        await gone.Task.WaitAsync(TimeSpan.FromSeconds(20));

        await page.GotoAsync(fixture.Server.Address.ToString());
        await Expect(page.Locator("#tracks .name")).ToHaveTextAsync(titles);
        await Expect(page.Locator("#tracks [aria-current=true] .name")).ToHaveTextAsync(track);
        await Expect(page.GetByLabel("lift me up")).ToBeCheckedAsync();
        await page.Locator("#settings-open").ClickAsync();
        await Expect(page.Locator("#crossfade-text")).ToHaveTextAsync("4 s");
    }

    [Fact]
    public async Task The_theme_is_chosen_and_stays()
    {
        await using var visit = await fixture.OpenPageAsync(options: new() { ColorScheme = ColorScheme.Light });
        const string Scheme = "getComputedStyle(document.documentElement).colorScheme";
        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Theme").SelectOptionAsync("dark");
        Assert.Equal("dark", await visit.Page.EvaluateAsync<string>(Scheme));

        await visit.Page.ReloadAsync();
        Assert.Equal("dark", await visit.Page.EvaluateAsync<string>(Scheme));

        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Theme").SelectOptionAsync("system");
        Assert.Equal("light dark", await visit.Page.EvaluateAsync<string>(Scheme));
    }

    [Fact]
    public async Task A_second_tab_does_not_play_over_the_first()
    {
        // The messages between two tabs are quicker than the browser's locks.
        const string Slow = """
            for (const name of ['request', 'query']) {
              const call = navigator.locks[name].bind(navigator.locks);
              navigator.locks[name] = async (...values) => {
                await new Promise(resolve => setTimeout(resolve, 200));
                return call(...values);
              };
            }
            """;
        await using var visit = await PlayingAsync();
        var second = await visit.Page.Context.NewPageAsync();
        await second.AddInitScriptAsync(Slow);
        await second.GotoAsync(fixture.Server.Address.ToString());
        await second.Locator(".key[data-mood=sad]").ClickAsync();

        await Expect(second.GetByText("Music plays in another tab.")).ToBeVisibleAsync();
        await Expect(second.Locator("#tracks .name").First).ToBeVisibleAsync();
        Assert.True(await second.EvaluateAsync<bool>("document.querySelector('audio').paused"));
        await visit.HearsMusicAsync();

        await second.GetByRole(AriaRole.Button, new() { Name = "Play here" }).ClickAsync();
        await Expect(second.Locator("#toggle")).ToHaveAttributeAsync("aria-label", "Pause");
        await Expect(second.GetByText("Music plays in another tab.")).ToBeHiddenAsync();
        await Expect(visit.Page.GetByText("Music plays in another tab.")).ToBeVisibleAsync();
        await visit.HoldsAsync("document.querySelector('audio').paused");

        await second.CloseAsync();
        await Expect(visit.Page.GetByText("Music plays in another tab.")).ToBeHiddenAsync();
        await visit.Button("Play").ClickAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_like_keeps_the_focus_and_the_open_panels()
    {
        await using var visit = await PlayingAsync();
        var row = visit.Page.Locator("#tracks > li").First;
        await visit.AskWhyAsync(row);
        await Expect(row.Locator(".reason")).ToBeVisibleAsync();
        await row.Locator(".heart").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Enter");

        await Expect(row.Locator(".heart")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(row.Locator(".heart")).ToBeFocusedAsync();
        await Expect(row.Locator(".reason")).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Another_approach_does_not_start_paused_music()
    {
        await using var visit = await PlayingAsync("sad");
        await visit.Button("Pause").ClickAsync();
        await visit.Page.GetByLabel("match", new() { Exact = true }).CheckAsync();
        await Expect(visit.Page.Locator("#tracks > li")).ToHaveCountAsync(2);
        await Expect(visit.CurrentTrack).ToHaveTextAsync(new Regex("^Sad [12]$"));
        await Expect(visit.Button("Play")).ToBeVisibleAsync();
        Assert.True(await visit.Page.EvaluateAsync<bool>("document.querySelector('audio').paused"));
    }

    [Theory]
    [InlineData(15)]
    [InlineData(30)]
    [InlineData(60)]
    public async Task The_sleep_timer_fades_out_and_stops(int minutes)
    {
        await using var visit = await PlayingAsync();
        await visit.Page.Clock.InstallAsync();
        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Stop the music").SelectOptionAsync(minutes.ToString(CultureInfo.InvariantCulture));
        await visit.Page.Clock.FastForwardAsync(((minutes - 1) * 60 * 1000) + 50_000);
        await visit.Page.Clock.RunForAsync(5_000);
        await visit.HoldsAsync("(audio => !audio.paused && audio.volume < 0.5)(document.querySelector('audio'))");
        await visit.Page.Clock.RunForAsync(10_000);
        await visit.HoldsAsync("(audio => audio.paused && audio.volume === 0.8)(document.querySelector('audio'))");
        await Expect(visit.Page.GetByLabel("Stop the music")).ToHaveValueAsync("");
    }

    [Fact]
    public async Task The_sleep_timer_stops_after_the_last_track()
    {
        await using var visit = await PlayingAsync();
        await visit.Button("Next track").ClickAsync(); // the last one
        await visit.HearsMusicAsync();
        await visit.Button("Settings").ClickAsync();
        await visit.Page.GetByLabel("Stop the music").SelectOptionAsync("track");
        await visit.ToTheEndAsync();
        await Expect(visit.Page.GetByLabel("Stop the music")).ToHaveValueAsync("");
        await visit.Button("Close").ClickAsync();
        await Expect(visit.Button("Play")).ToBeVisibleAsync();
    }

    private async Task<PageVisit> PlayingAsync(string mood = "happy")
    {
        var visit = await fixture.OpenPageAsync();
        await visit.Key(mood).ClickAsync();
        await visit.HearsMusicAsync();
        return visit;
    }
}
