using EmoMusic.Serving.Tests.Player.Subsonic;

namespace EmoMusic.Browser.Tests;

/// <summary>What the page does with a listener's own word: likes, ways out of a mood, the list, the history.</summary>
public sealed class ListenerTests(World world)
{
    [Fact]
    public async Task A_like_is_kept_and_shown_again()
    {
        await using var visit = await PlayingAsync("happy");
        var title = await visit.PlaysAsync("Happy");
        var kept = visit.Page.WaitForResponseAsync("**/like");
        await visit.Page.Keyboard.PressAsync("l");
        await Expect(visit.Page.Locator("#like")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Button($"Like {title}")).ToHaveAttributeAsync("aria-pressed", "true");
        await kept;

        await visit.Page.ReloadAsync();
        await visit.Key("happy").ClickAsync();
        await Expect(visit.Button($"Like {title}")).ToHaveAttributeAsync("aria-pressed", "true");
        await Expect(visit.Button($"Like {Visit.OtherThan(title)}")).ToHaveAttributeAsync("aria-pressed", "false");
    }

    [Fact]
    public async Task A_like_is_kept_though_the_page_is_left_at_once()
    {
        await using var visit = await PlayingAsync("happy");
        var title = await visit.PlaysAsync("Happy");

        var address = visit.Page.Url;
        await visit.Page.EvaluateAsync("document.querySelector('#like').click()");
        await visit.Page.GotoAsync("about:blank");

        await visit.Page.GotoAsync(address);
        await visit.HoldsAsync( // in time: it may reach the server after this page does
            $"fetch('api/playlists/happy').then(a => a.json()).then(l => l.tracks.some(t => t.liked && t.title === '{title}'))");
    }

    [Fact]
    public async Task Likes_of_somebody_new_are_kept_however_quickly_they_follow()
    {
        await using var visit = await PlayingAsync("happy");
        await visit.Page.EvaluateAsync("document.querySelectorAll('#tracks .heart').forEach(heart => heart.click())");

        await visit.HoldsAsync("fetch('api/playlists/happy').then(a => a.json()).then(l => l.tracks.every(t => t.liked))");
    }

    [Fact]
    public async Task What_is_liked_and_heard_comes_first_more_often()
    {
        await using var visit = await PlayingAsync("happy");
        var favourite = await visit.PlaysAsync("Happy");
        await visit.Page.Keyboard.PressAsync("l");
        for (var time = 0; time < 3; time++) // heard to its end, the other one skipped
        {
            await visit.Track(favourite).ClickAsync();
            await visit.HearsMusicAsync();
            var heard = visit.Page.WaitForResponseAsync("**/plays");
            await visit.ToTheEndAsync();
            await heard;
            await visit.HearsMusicAsync();
        }

        var first = 0;
        for (var list = 0; list < 10; list++)
        {
            var drawn = visit.Page.WaitForResponseAsync("**/api/playlists/happy");
            await visit.Button("Other tracks").ClickAsync();
            var answer = (await (await drawn).JsonAsync())!.Value;
            first += answer.GetProperty("tracks")[0].GetProperty("title").GetString() == favourite ? 1 : 0;
        }

        Assert.InRange(first, 7, 10); // by chance it would be 5; 9.6 are to be expected
    }

    [Fact]
    public async Task A_sad_mood_is_lifted_along_a_way_that_the_page_shows()
    {
        await using var visit = await PlayingAsync("sad");
        await Expect(visit.Page.GetByLabel("lift it")).ToBeCheckedAsync();
        await Expect(visit.Page.Locator("#waypoints circle")).ToHaveCountAsync(6);
        await visit.HoldsAsync(
            "(dots => dots[0].cx.baseVal.value < -0.5 && dots[5].cx.baseVal.value > 0.3)"
            + "(document.querySelectorAll('#waypoints circle'))");

        await visit.Page.GetByLabel("match the mood").CheckAsync();
        await Expect(visit.Page.Locator("#tracks li")).ToHaveCountAsync(2);
        await visit.PlaysAsync("Sad");
    }

    [Fact]
    public async Task A_track_says_why_it_is_there_and_takes_the_listeners_word()
    {
        await using var visit = await PlayingAsync("happy");
        var title = await visit.PlaysAsync("Happy");
        var row = visit.Page.Locator("#tracks li", new() { HasText = title });
        await row.Locator("summary").ClickAsync();
        await Expect(row).ToContainTextAsync("In a folder called happy.");
        await visit.Page.GetByLabel($"The mood of {title}").SelectOptionAsync("angry");
        await Expect(row).ToContainTextAsync("For you it is from now on:");

        await visit.Button("Other tracks").ClickAsync();
        await Expect(visit.Page.Locator("#tracks li")).ToHaveCountAsync(1);
        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(title));
    }

    [Fact]
    public async Task The_list_is_put_into_another_order_by_keys_and_by_dragging()
    {
        await using var visit = await PlayingAsync("sad");
        var names = visit.Page.Locator("#tracks .name");
        var before = await names.AllInnerTextsAsync();

        await visit.Page.Locator("#tracks .play").Nth(5).FocusAsync();
        await visit.Page.Keyboard.PressAsync("Alt+ArrowUp");
        await Expect(names.Nth(4)).ToHaveTextAsync(before[5]);
        await visit.Page.Locator("#tracks li").Nth(3).DragToAsync(visit.Page.Locator("#tracks li").Nth(1));
        await Expect(names).ToHaveTextAsync([before[0], before[3], before[1], before[2], before[5], before[4]]);
        await Expect(visit.CurrentTrack).ToHaveTextAsync(before[0]);

        await visit.Button("Next track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync(before[3]);
    }

    [Fact]
    public async Task What_is_searched_for_is_played_next()
    {
        await using var visit = await PlayingAsync("happy");
        await visit.Page.GetByText("Search the library").ClickAsync();
        await visit.Page.GetByLabel("Title, artist or album").FillAsync("test angry 2");
        await visit.Page.Locator("#found .play").ClickAsync();
        await visit.Button("Next track").ClickAsync();
        await Expect(visit.CurrentTrack).ToHaveTextAsync("Angry 2");
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task The_history_is_off_until_it_is_switched_on_and_all_is_forgotten_on_request()
    {
        await using var visit = await PlayingAsync("happy");
        await visit.Page.Keyboard.PressAsync("l");
        await visit.Button("You").ClickAsync();
        await Expect(visit.Page.Locator("#keep")).Not.ToBeCheckedAsync();
        await Expect(visit.Page.Locator("#history")).ToBeHiddenAsync();
        await visit.Page.Locator("#keep").CheckAsync();
        await Expect(visit.Page.Locator("#history")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#history-text")).ToHaveTextAsync("0 moods and 0 plays written down.");
        await visit.Button("Close").ClickAsync();

        await visit.Key("sad").ClickAsync();
        await visit.PlaysAsync("Sad");
        await visit.HearsMusicAsync();
        var heard = visit.Page.WaitForResponseAsync("**/plays");
        await visit.Button("Next track").ClickAsync();
        await heard;
        await visit.Button("You").ClickAsync();
        await Expect(visit.Page.Locator("#history-text")).ToHaveTextAsync("1 mood and 1 play written down.");
        await Expect(visit.Page.Locator("#chart rect")).ToHaveCountAsync(1);
        await visit.Button("Hours of the day").ClickAsync();
        await Expect(visit.Page.Locator("#chart rect")).ToHaveCountAsync(1);

        await visit.Button("Forget me").ClickAsync();
        await Expect(visit.Page.Locator("#you-said")).ToContainTextAsync("All that was known of you is deleted");
        await Expect(visit.Page.Locator("#keep")).Not.ToBeCheckedAsync();
        await Expect(visit.Page.Locator("#history")).ToBeHiddenAsync();
        Assert.Empty(await visit.Page.Context.CookiesAsync());
    }

    [Fact]
    public async Task A_crossfade_lets_the_next_track_begin_before_the_end()
    {
        await using var visit = await PlayingAsync("happy");
        await visit.Button("You").ClickAsync();
        await visit.Page.Locator("#crossfade").FillAsync("4");
        await Expect(visit.Page.Locator("#crossfade-text")).ToHaveTextAsync("4 s");
        await visit.Button("Close").ClickAsync();
        var first = await visit.PlaysAsync("Happy");

        await visit.Page.EvaluateAsync("(audio => { audio.currentTime = audio.duration - 4.2; })(document.querySelector('audio'))");

        await Expect(visit.CurrentTrack).ToHaveTextAsync(Visit.OtherThan(first));
        await visit.HoldsAsync("(audio => !audio.paused && audio.volume < 0.7)(document.querySelector('audio'))"); // still there, falling
        await visit.HoldsAsync("document.querySelector('audio').paused"); // gone in the end
    }

    [Fact]
    public async Task A_folder_a_playlist_file_and_a_Subsonic_server_make_one_list_and_each_plays()
    {
        using var music = new TemporaryFolder();
        Directory.CreateDirectory(music["happy"]);
        await File.WriteAllBytesAsync(music["happy/From a folder.wav"], Some.Tone(220, seconds: 20));
        await File.WriteAllBytesAsync(music["From a list.wav"], Some.Tone(330, seconds: 20));
        await File.WriteAllTextAsync(music["happy.m3u8"], "#EXTM3U\nFrom a list.wav\n");
        await using var subsonic = await SubsonicServer.StartAsync(Some.Tone(440, seconds: 20), Some.Photo(64, 64));
        subsonic.Songs.Add(new("From a server", "Pop"));
        await using var server = await Server.StartAsync(
            music.Path, 0, "--Player:Subsonic:Url", subsonic.Address,
            "--Player:Subsonic:User", SubsonicServer.User, "--Player:Subsonic:Password", SubsonicServer.Password);
        using (var http = new HttpClient { BaseAddress = server.Address })
        {
            using var scanned = await http.PostAsync("api/library/scan", null);
            await scanned.Content.ReadAsStringAsync(); // it ends with the scan
        }

        await using var visit = await world.VisitAsync(address: server.Address);

        await visit.Key("happy").ClickAsync();

        await Expect(visit.Page.Locator("#tracks li")).ToHaveCountAsync(3);
        foreach (var (title, why) in new[]
        {
            ("From a folder", "In a folder called happy."), ("From a list", "On a playlist called happy."),
            ("From a server", "Its tags say: Pop."),
        })
        {
            var row = visit.Page.Locator("#tracks li", new() { HasText = title });
            await row.Locator("summary").ClickAsync();
            await Expect(row).ToContainTextAsync(why);
            await visit.Track(title).ClickAsync();
            await Expect(visit.CurrentTrack).ToHaveTextAsync(title);
            await visit.HearsMusicAsync();
        }

        await Expect(visit.Page.Locator("#cover")).ToBeVisibleAsync();
        await visit.Page.Keyboard.PressAsync("l");
        await Expect(visit.Page.Locator("#like")).ToHaveAttributeAsync("aria-pressed", "true");
        for (var wait = 0; wait < 200 && !subsonic.Calls.Contains("star From a server"); wait++)
        {
            await Task.Delay(50); // nobody waits for the star
        }

        Assert.Contains("star From a server", subsonic.Calls);
    }

    [Fact]
    public async Task The_page_and_the_track_that_plays_are_there_without_the_server()
    {
        await using var server = await Server.StartAsync(world.Library);
        await using var visit = await world.VisitAsync(
            address: server.Address, options: new() { ServiceWorkers = ServiceWorkerPolicy.Allow });
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.HoldsAsync("navigator.serviceWorker.controller !== null");
        await visit.Page.ReloadAsync(); // now every module passes by the worker
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        var stream = await visit.Page.EvaluateAsync<string>("document.querySelector('audio').src");
        await visit.Page.EvaluateAsync(
            $"(async () => {{ for (let i = 0; i < 100 && !await caches.match('{stream}'); i++) await new Promise(r => setTimeout(r, 50)); }})()");

        await server.KillAsync();
        await visit.Page.ReloadAsync();

        await Expect(visit.Page.Locator("h1")).ToHaveTextAsync("EmoMusic");
        await Expect(visit.Status).ToContainTextAsync("The server does not answer.");
        Assert.True(await visit.Page.EvaluateAsync<bool>(
            $"fetch('{stream}', {{ headers: {{ Range: 'bytes=0-99' }} }}).then(answer => answer.status === 206)"));
    }

    private async Task<Visit> PlayingAsync(string mood)
    {
        var visit = await world.VisitAsync();
        await visit.Key(mood).ClickAsync();
        await visit.HearsMusicAsync();
        return visit;
    }
}
