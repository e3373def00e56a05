using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>The player at the bottom of the page.</summary>
public sealed class PlayerTests(BrowserFixture fixture)
{
    private const string Autoplay =
        "addEventListener('load', () => setTimeout(() => document.querySelector('.key[data-mood=happy]').click()))";

    [Fact]
    public async Task It_plays_on_and_loads_another_playlist_after_the_last_track()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.ToTheEndAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(first));
        await visit.HearsMusicAsync();
        var another = visit.Page.WaitForResponseAsync("**/api/playlists/happy");
        await visit.ToTheEndAsync();
        await another;
        await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Repeat_wraps_around()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.Button("Repeat").ClickAsync();
        await visit.Button("Next track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(first));
        await visit.HearsMusicAsync();
        await visit.ToTheEndAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(first);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_export_is_the_list_on_the_page_after_a_move()
    {
        await using var visit = await PlayingAsync();
        await visit.PlaysAsync("Happy");
        var row = visit.Page.Locator("#tracks .play").First;
        await row.FocusAsync();
        await row.PressAsync("Alt+ArrowDown");

        var shown = await visit.Page.Locator("#tracks .play .name").AllTextContentsAsync();
        var list = await visit.Page.EvaluateAsync<string>(
            "fetch(document.querySelector('#export-m3u8').href).then(answer => answer.text())");

        Assert.Equal(shown, list.Split('\n').Where(line => line.StartsWith("#EXTINF")).Select(line => line.Split(" - ", 2)[1]));
    }

    [Fact]
    public async Task Clicking_a_track_plays_it()
    {
        await using var visit = await PlayingAsync();
        var other = PageVisit.OtherThan(await visit.PlaysAsync("Happy"));
        await visit.Track(other).ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(other);
        await Expect(visit.Page.Locator("#now-title")).ToHaveTextAsync(other);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Play_resumes_after_pause()
    {
        await using var visit = await PlayingAsync();
        await visit.Button("Pause").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').paused");
        var stopped = await visit.SecondsAsync();
        await visit.Button("Play").ClickAsync();
        await visit.HearsMusicAsync();
        Assert.True(await visit.SecondsAsync() > stopped);
    }

    [Fact]
    public async Task Previous_restarts_the_track_then_goes_back()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.Page.GetByLabel("Position").FillAsync("10");
        await visit.HoldsAsync("document.querySelector('audio').currentTime >= 10");
        await visit.Button("Previous track").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').currentTime < 3");
        await Expect(visit.CurrentTrack).ToHaveTextAsync(first);
        await visit.Button("Previous track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(first));
    }

    [Fact]
    public async Task The_slider_and_the_button_set_the_volume()
    {
        await using var visit = await PlayingAsync();
        await visit.Page.GetByLabel("Volume").FillAsync("0.3");
        await visit.HoldsAsync("document.querySelector('audio').volume === 0.3");
        await visit.Button("Mute").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').muted");
        await Expect(visit.Button("Mute")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Button("Mute").ClickAsync();
        await visit.HoldsAsync("!document.querySelector('audio').muted");
    }

    [Theory]
    [InlineData("Mute", "document.querySelector('audio').muted")]
    [InlineData("Pause", "document.querySelector('audio').paused")]
    public async Task A_slow_click_works_while_music_plays(string button, string then)
    {
        await using var visit = await PlayingAsync();

        await visit.Button(button).ClickAsync(new() { Delay = 700 }); // ms, during which the time display updates

        await visit.HoldsAsync(then);
    }

    [Fact]
    public async Task An_unplayable_track_is_skipped_with_a_message()
    {
        await using var visit = await fixture.OpenPageAsync();
        var first = true;
        await visit.Page.RouteAsync("**/stream", async route =>
        {
            var refused = first;
            first = false; // before responding: the next request follows immediately
            await (refused ? route.FulfillAsync(new() { Status = 404 }) : route.ContinueAsync());
        });
        await visit.Key("happy").ClickAsync();
        var note = visit.Page.Locator("#note");
        await Expect(note).ToHaveTextAsync(new Regex("^“Happy [12]” cannot be played. Skipping to the next track.$"));
        var silent = (await note.InnerTextAsync()).Split('“', '”')[1];
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(silent));
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task It_stops_with_a_message_if_no_track_can_be_played()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.RouteAsync("**/stream", route => route.FulfillAsync(new() { Status = 404 }));
        await visit.Key("happy").ClickAsync();
        await Expect(visit.Page.Locator("#note")).ToHaveTextAsync(
            "None of these tracks can be played. Check that the server is running, then press play.");
        await Expect(visit.Button("Play")).ToBeEnabledAsync();

        await visit.Page.UnrouteAsync("**/stream");
        await visit.Button("Play").ClickAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Blocked_autoplay_shows_a_large_play_button()
    {
        // Playwright's evaluations count as user activation, so there must be none before the page tries to play.
        await using var visit = await fixture.OpenPageAsync(script: Autoplay, until: "**/stream");
        await Expect(visit.Page.GetByText("Your browser blocked autoplay. Press play to start."))
            .ToBeVisibleAsync();
        await visit.Page.Locator("#big-play").ClickAsync();
        await visit.HearsMusicAsync();
        await Expect(visit.Page.Locator("#blocked")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_media_session_shows_the_current_track()
    {
        await using var visit = await PlayingAsync();
        var title = await visit.PlaysAsync("Happy");
        await visit.HoldsAsync($"navigator.mediaSession.metadata?.title === '{title}'");
        await visit.HoldsAsync("navigator.mediaSession.metadata.artist === 'Test'");
        await visit.HoldsAsync("navigator.mediaSession.playbackState === 'playing'");
    }

    [Fact]
    public async Task The_last_mood_key_wins()
    {
        await using var visit = await PlayingAsync();
        foreach (var mood in (string[])["sad", "angry", "neutral", "surprise"])
        {
            await visit.Key(mood).ClickAsync();
        }

        await visit.PlaysAsync("Surprise");
        await Expect(visit.Page.Locator("#now-title")).ToHaveTextAsync(new Regex("^Surprise [12]$"));
        await visit.HearsMusicAsync();
    }

    private async Task<PageVisit> PlayingAsync()
    {
        var visit = await fixture.OpenPageAsync();
        await visit.Key("happy").ClickAsync();
        await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();
        return visit;
    }
}
