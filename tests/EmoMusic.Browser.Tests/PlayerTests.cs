using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>The player at the foot of the page.</summary>
public sealed class PlayerTests(World world)
{
    private const string Autoplay =
        "addEventListener('load', () => setTimeout(() => document.querySelector('.key[data-mood=happy]').click()))";

    [Fact]
    public async Task It_goes_on_by_itself_and_asks_for_another_list_after_the_last_track()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.ToTheEndAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(first));
        await visit.HearsMusicAsync();
        var another = visit.Page.WaitForResponseAsync("**/api/playlists/happy");
        await visit.ToTheEndAsync();
        await another;
        await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Repeat_goes_round_to_the_first()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.Button("Repeat").ClickAsync();
        await visit.Button("Next track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(first));
        await visit.HearsMusicAsync();
        await visit.ToTheEndAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(first);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task A_track_is_played_when_it_is_pressed()
    {
        await using var visit = await PlayingAsync();
        var other = Visit.OtherThan(await visit.PlaysAsync("Happy"));
        await visit.Track(other).ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(other);
        await Expect(visit.Page.Locator("#now-title")).ToHaveTextAsync(other);
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Pause_stops_and_play_goes_on_from_there()
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
    public async Task Previous_begins_the_track_anew_and_then_goes_back()
    {
        await using var visit = await PlayingAsync();
        var first = await visit.PlaysAsync("Happy");
        await visit.Page.GetByLabel("Position").FillAsync("10");
        await visit.HoldsAsync("document.querySelector('audio').currentTime >= 10");
        await visit.Button("Previous track").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').currentTime < 3");
        await Expect(visit.CurrentTrack).ToHaveTextAsync(first);
        await visit.Button("Previous track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(first));
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
    public async Task A_slow_press_counts_while_music_plays(string button, string then)
    {
        await using var visit = await PlayingAsync();

        await visit.Button(button).ClickAsync(new() { Delay = 700 }); // ms: the time is shown anew meanwhile

        await visit.HoldsAsync(then);
    }

    [Fact]
    public async Task A_track_that_will_not_play_is_skipped_with_a_word()
    {
        await using var visit = await world.VisitAsync();
        var first = true;
        await visit.Page.RouteAsync("**/stream", async route =>
        {
            var refused = first;
            first = false; // before it is answered: the next request follows at once
            await (refused ? route.FulfillAsync(new() { Status = 404 }) : route.ContinueAsync());
        });
        await visit.Key("happy").ClickAsync();
        var note = visit.Page.Locator("#note");
        await Expect(note).ToHaveTextAsync(new Regex("^“Happy [12]” will not play, so the next one follows.$"));
        var silent = (await note.InnerTextAsync()).Split('“', '”')[1];
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(silent));
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task It_stops_with_a_sentence_when_no_track_plays()
    {
        await using var visit = await world.VisitAsync();
        await visit.Page.RouteAsync("**/stream", route => route.FulfillAsync(new() { Status = 404 }));
        await visit.Key("happy").ClickAsync();
        await Expect(visit.Page.Locator("#note")).ToHaveTextAsync(
            "None of these tracks will play. Look whether the server still runs, then press play.");
        await Expect(visit.Button("Play")).ToBeEnabledAsync();

        await visit.Page.UnrouteAsync("**/stream");
        await visit.Button("Play").ClickAsync();
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Where_the_browser_plays_nothing_unasked_a_large_button_asks()
    {
        // Any look at the page counts as a person's touch with Playwright: so none before the page has tried to play.
        await using var visit = await world.VisitAsync(script: Autoplay, until: "**/stream");
        await Expect(visit.Page.GetByText("Your browser waits for your word before it makes a sound."))
            .ToBeVisibleAsync();
        await visit.Page.Locator("#big-play").ClickAsync();
        await visit.HearsMusicAsync();
        await Expect(visit.Page.Locator("#blocked")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_system_is_told_what_plays()
    {
        await using var visit = await PlayingAsync();
        var title = await visit.PlaysAsync("Happy");
        await visit.HoldsAsync($"navigator.mediaSession.metadata?.title === '{title}'");
        await visit.HoldsAsync("navigator.mediaSession.metadata.artist === 'Test'");
        await visit.HoldsAsync("navigator.mediaSession.playbackState === 'playing'");
    }

    [Fact]
    public async Task The_last_of_many_keys_wins()
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

    private async Task<Visit> PlayingAsync()
    {
        var visit = await world.VisitAsync();
        await visit.Key("happy").ClickAsync();
        await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();
        return visit;
    }
}
