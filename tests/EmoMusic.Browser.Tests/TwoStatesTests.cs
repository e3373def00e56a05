using System.Text.Json.Nodes;

namespace EmoMusic.Browser.Tests;

/// <summary>Before a mood: face and keys. With one: the list, while face and keys stay where they are.</summary>
[Collection<WithHomeLibrary>]
public sealed class TwoStatesTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    private const string Rows = """
        [...document.querySelectorAll('#tracks .play')].map(row => row.getBoundingClientRect())
          .filter(row => row.top >= 0 && row.bottom <= document.querySelector('#player').getBoundingClientRect().top).length
        """;

    [Theory]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1280, 800)]
    [InlineData(1920, 1080)]
    public async Task No_control_moves_when_the_music_comes(int width, int height)
    {
        await using var visit = await OpenAsync(width, height);
        var before = await PlacesAsync(visit);
        await visit.Key("sad").ClickAsync();
        await visit.HearsMusicAsync();
        Assert.Equal(before, await PlacesAsync(visit));
        await visit.Page.GetByLabel("match", new() { Exact = true }).CheckAsync();
        await visit.HearsMusicAsync();
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        await visit.Button("Next track").ClickAsync();
        await visit.HearsMusicAsync();

        Assert.Equal(before, await PlacesAsync(visit));
        await visit.StoodStillAsync();
    }

    [Fact]
    public async Task No_row_jumps_to_its_place_in_another_list()
    {
        // The same tracks, the other way round: a small library has nothing else.
        await using var visit = await OpenAsync(1280, 800);
        JsonArray? given = null;
        await visit.Page.RouteAsync("**/api/playlists/*", async route =>
        {
            var answer = await route.FetchAsync();
            var list = JsonNode.Parse(await answer.TextAsync())!;
            given ??= list["tracks"]!.DeepClone().AsArray();
            given = new JsonArray([.. given.Reverse().Select(track => track!.DeepClone())]);
            list["tracks"] = given.DeepClone();
            await route.FulfillAsync(new() { Response = answer, Body = list.ToJsonString() });
        });
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        var before = await IdsAsync(visit);
        await visit.Button("New mix").ClickAsync();
        await visit.HoldsAsync($"document.querySelector('#tracks .play').dataset.id === '{before[^1]}'");
        await visit.HearsMusicAsync();

        Assert.Equal(before.Reverse(), await IdsAsync(visit));
        await visit.StoodStillAsync();
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task No_control_moves_when_a_face_is_read(int width, int height)
    {
        var photo = Repository.Photo("one-face.png");
        await using var visit = await OpenAsync(width, height);
        var before = await PlacesAsync(visit);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await Expect(visit.Emotion).ToHaveTextAsync("Happy");
        await visit.HearsMusicAsync();

        Assert.Equal(before, await PlacesAsync(visit));
        await visit.StoodStillAsync();
    }

    [Theory]
    [InlineData(390, 844, 4)] // the one that plays, and three
    [InlineData(1280, 800, 7)]
    public async Task The_list_is_the_page(int width, int height, int rows)
    {
        await using var visit = await OpenAsync(width, height);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();

        Assert.InRange(await visit.Page.EvaluateAsync<int>(Rows), rows, 25);
        await Expect(visit.CurrentTrack).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task On_a_phone_the_keys_are_above_the_fold()
    {
        await using var visit = await OpenAsync(390, 844);
        await Expect(visit.Key("neutral")).ToBeInViewportAsync(new() { Ratio = 1 });
    }

    [Fact]
    public async Task One_picture_shows_the_face_the_route_and_the_track()
    {
        var photo = Repository.Photo("one-face.png");
        await using var visit = await OpenAsync(1280, 800);
        await visit.Page.SetInputFilesAsync("#file", photo);
        await visit.HearsMusicAsync();

        await Expect(visit.Page.Locator("#plane .you")).ToBeVisibleAsync();
        await Expect(visit.Page.Locator("#plane .current")).ToHaveCountAsync(1);
        Assert.Equal(["lively", "calm", "unpleasant", "pleasant"], await visit.Page.Locator("#plane text").AllTextContentsAsync());
    }

    private Task<PageVisit> OpenAsync(int width, int height) => fixture.OpenSizedAsync(home.Server.Address, width, height);

    private static Task<string[]> IdsAsync(PageVisit visit) =>
        visit.Page.EvaluateAsync<string[]>("[...document.querySelectorAll('#tracks .play')].map(row => row.dataset.id)");

    // What lies at the middle of each key and button now.
    private static Task<string[]> PlacesAsync(PageVisit visit) => visit.Page.EvaluateAsync<string[]>("""
        () => [...document.querySelectorAll('.key, .actions button')].map(control => {
          const { x, y, width, height } = control.getBoundingClientRect();
          return [control.dataset.mood ?? control.id, x, y, width, height].join();
        })
        """);
}
