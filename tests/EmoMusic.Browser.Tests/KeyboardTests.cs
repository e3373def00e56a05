namespace EmoMusic.Browser.Tests;

/// <summary>Keyboard shortcuts, and keys that are left to controls.</summary>
public sealed class KeyboardTests(BrowserFixture fixture)
{
    [Fact]
    public async Task Digits_choose_space_pauses_arrows_seek_and_set_the_volume()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.Keyboard.PressAsync("4");
        var first = await visit.PlaysAsync("Happy");
        await visit.HearsMusicAsync();

        await visit.Page.Keyboard.PressAsync("ArrowRight");
        await visit.HoldsAsync("document.querySelector('audio').currentTime > 5");
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.HoldsAsync("document.querySelector('audio').currentTime < 5");
        await visit.Page.Keyboard.PressAsync("Shift+ArrowRight");
        await Expect(visit.CurrentTrack).ToHaveTextAsync(PageVisit.OtherThan(first));
        await visit.Page.Keyboard.PressAsync("Shift+ArrowLeft");
        await Expect(visit.CurrentTrack).ToHaveTextAsync(first);

        await visit.Page.Keyboard.PressAsync("ArrowDown");
        await visit.HoldsAsync("document.querySelector('audio').volume === 0.75");
        await visit.Page.Keyboard.PressAsync("ArrowUp");
        await visit.HoldsAsync("document.querySelector('audio').volume === 0.8");
        await visit.Page.Keyboard.PressAsync("m");
        await visit.HoldsAsync("document.querySelector('audio').muted");

        await visit.Page.Keyboard.PressAsync("Space");
        await visit.HoldsAsync("document.querySelector('audio').paused");
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.HoldsAsync("!document.querySelector('audio').paused");
    }

    [Fact]
    public async Task A_key_that_is_held_acts_once_and_an_arrow_goes_on()
    {
        await using var visit = await fixture.OpenPageAsync();
        var lists = 0;
        visit.Page.Request += (_, request) => lists += request.Url.EndsWith("/api/playlists/happy", StringComparison.Ordinal) ? 1 : 0;
        foreach (var key in (string[])["4", "ArrowDown", "m"])
        {
            for (var time = 0; time < 4; time++)
            {
                await visit.Page.Keyboard.DownAsync(key); // from the second time on, a repetition
            }

            await visit.Page.Keyboard.UpAsync(key);
        }

        await visit.HearsMusicAsync();
        await visit.HoldsAsync("(audio => audio.muted && Math.abs(audio.volume - 0.6) < 0.01)(document.querySelector('audio'))");
        Assert.Equal(1, lists);
    }

    [Fact]
    public async Task A_focused_slider_keeps_its_arrows()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.Keyboard.PressAsync("4");
        await visit.HearsMusicAsync();
        await visit.Page.GetByLabel("Volume").FocusAsync();
        await visit.Page.Keyboard.PressAsync("ArrowLeft");
        await visit.HoldsAsync("document.querySelector('audio').volume === 0.79");
        await visit.Page.Keyboard.PressAsync("5");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", "happy");
        await visit.Page.Keyboard.PressAsync("l");
        await Expect(visit.Page.Locator("#like")).ToHaveAttributeAsync("aria-pressed", "true");
        await visit.Page.Keyboard.PressAsync("m");
        await visit.HoldsAsync("document.querySelector('audio').muted");
    }

    [Fact]
    public async Task Space_on_a_focused_button_only_presses_it()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.Keyboard.PressAsync("4");
        await visit.HearsMusicAsync();
        await visit.Key("sad").FocusAsync();
        await visit.Page.Keyboard.PressAsync("Space");
        await visit.PlaysAsync("Sad");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Question_mark_opens_the_help_and_escape_closes_it()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.Keyboard.PressAsync("?");
        var help = visit.Page.GetByRole(AriaRole.Dialog, new() { Name = "Keyboard shortcuts" });
        await Expect(help).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("5");
        await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", "none");
        await visit.Page.Keyboard.PressAsync("Escape");
        await Expect(help).ToBeHiddenAsync();
    }

    [Fact]
    public async Task The_first_tab_skips_to_the_moods()
    {
        await using var visit = await fixture.OpenPageAsync();
        await visit.Page.Keyboard.PressAsync("Tab");
        await visit.Page.Keyboard.PressAsync("Enter");
        await visit.Page.Keyboard.PressAsync("Tab");
        await Expect(visit.Key("angry")).ToBeFocusedAsync();
    }
}
