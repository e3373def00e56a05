using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace EmoMusic.Browser.Tests;

/// <summary>The tests that share <see cref="HomeLibraryTests.Home"/>.</summary>
[CollectionDefinition]
public sealed class WithHomeLibrary : ICollectionFixture<HomeLibraryTests.Home>;

/// <summary>A folder of files without tags, which the player has listened to.</summary>
[Collection<WithHomeLibrary>]
public sealed partial class HomeLibraryTests(BrowserFixture fixture, HomeLibraryTests.Home home)
{
    private const int Files = 120; // half of them suit a mood: two lists
    private const int Length = 25;

    [Fact]
    public async Task A_list_goes_on_by_itself_when_three_tracks_are_left()
    {
        await using var visit = await PlayingAsync();
        await Expect(Rows(visit)).ToHaveCountAsync(Length);
        var before = await TitlesAsync(visit);

        await Rows(visit).Nth(Length - 4).Locator(".play").ClickAsync();

        await Expect(Rows(visit)).Not.ToHaveCountAsync(Length);
        var titles = await TitlesAsync(visit);
        Assert.Equal(before, titles.Take(Length));
        Assert.InRange(titles.Count, Length + 10, 2 * Length);
        Assert.Equal(titles.Count, titles.Distinct().Count());
        await visit.HearsMusicAsync();
    }

    [Fact]
    public async Task Every_mood_plays()
    {
        await using var visit = await PlayingAsync();
        foreach (var mood in (string[])["angry", "disgust", "fear", "sad", "surprise", "neutral"])
        {
            await visit.Key(mood).ClickAsync();
            await Expect(visit.Page.Locator("html")).ToHaveAttributeAsync("data-mood", mood);
            await Expect(Rows(visit)).ToHaveCountAsync(Length);
            await visit.HearsMusicAsync();
        }
    }

    [Fact]
    public async Task Why_speaks_of_the_sound_and_shows_its_place()
    {
        await using var visit = await PlayingAsync();
        var row = Rows(visit).First;

        await visit.AskWhyAsync(row);

        await Expect(row.Locator(".reason")).ToHaveTextAsync(Sentence());
        await Expect(row.Locator(".plane circle")).ToBeVisibleAsync();
        await Expect(row.Locator(".plane")).ToHaveAttributeAsync("aria-label", new Regex("^Its place: (lively|calm) and (un)?pleasant$"));
    }

    [Fact]
    public async Task Tracks_are_levelled()
    {
        await using var visit = await PlayingAsync();
        var id = await visit.Page.Locator("#tracks [aria-current=true]").GetAttributeAsync("data-id");
        using var http = new HttpClient { BaseAddress = home.Server.Address };
        var gain = (await http.GetFromJsonAsync<JsonElement>($"api/tracks/{id}")).GetProperty("gain").GetDouble();
        var volume = Math.Min(1, 0.8 * Math.Pow(10, gain / 20)).ToString(CultureInfo.InvariantCulture);

        await visit.HoldsAsync($"Math.abs(document.querySelector('audio').volume - {volume}) < 0.001");
    }

    [Fact]
    public async Task The_library_says_how_much_was_listened_to()
    {
        await using var visit = await PlayingAsync();

        await visit.Page.GetByText("Search the library").ClickAsync();

        await Expect(visit.Page.Locator("#analysis")).ToHaveTextAsync($"Listened to {Files} of {Files + 1} tracks.");
        await Expect(visit.Page.Locator("#left-out-text")).ToHaveTextAsync("1 not listened to");
        await visit.Page.Locator("#left-out-text").ClickAsync();
        await Expect(visit.Page.GetByText("silence.wav: found silence.")).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"^(\d+ bpm|No steady beat), (major|minor).*\. Your mood for this track:")]
    private static partial Regex Sentence();

    private static ILocator Rows(PageVisit visit) => visit.Page.Locator("#tracks > li");

    private static async Task<IReadOnlyList<string>> TitlesAsync(PageVisit visit) =>
        await visit.Page.Locator("#tracks .play .name").AllTextContentsAsync();

    private async Task<PageVisit> PlayingAsync()
    {
        var visit = await fixture.OpenPageAsync(address: home.Server.Address);
        await visit.Key("happy").ClickAsync();
        await visit.HearsMusicAsync();
        return visit;
    }

    /// <summary>A server with the library.</summary>
    public sealed class Home : IAsyncLifetime
    {
        private readonly TemporaryFolder music = new();

        internal ServerProcess Server { get; private set; } = null!;

        public async ValueTask InitializeAsync()
        {
            var random = new Random(1);
            for (var number = 0; number < Files; number++)
            {
                Some.File(music, $"{number:00}.wav", MadeMusic.Wav(
                    (2 * random.NextDouble()) - 1, (2 * random.NextDouble()) - 1, number, seconds: 8));
            }

            Some.File(music, "silence.wav", MadeMusic.Encode(new float[80_000], 8000, new Dictionary<string, string>()));
            Server = await ServerProcess.StartAsync(music.Path, 0, "--Player:Analyse", "true");
            using var http = new HttpClient { BaseAddress = Server.Address };
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
            while ((await http.GetFromJsonAsync<JsonElement>("api/library")).GetProperty("analysis").GetProperty("analysed").GetInt32() < Files)
            {
                await timer.WaitForNextTickAsync();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await Server.DisposeAsync();
            music.Dispose();
        }
    }
}
