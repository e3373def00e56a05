namespace EmoMusic.Browser.Tests;

/// <summary>Contrast, target sizes, labels and overflow.</summary>
public sealed class LayoutTests(BrowserFixture fixture)
{
    // WCAG 2 contrast of every pair of colours used together, for every mood, as painted by the browser.
    private const string Contrasts = """
        () => {
          const context = Object.assign(document.createElement('canvas'), { width: 1, height: 1 })
            .getContext('2d', { willReadFrequently: true });
          const luminance = name => {
            const probe = document.querySelector('#probe');
            probe.style.color = `var(--${name})`;
            context.fillStyle = getComputedStyle(probe).color;
            context.fillRect(0, 0, 1, 1);
            const [red, green, blue] = [...context.getImageData(0, 0, 1, 1).data].map(
              value => (value / 255 <= 0.04045 ? value / 255 / 12.92 : ((value / 255 + 0.055) / 1.055) ** 2.4));
            return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
          };
          const pairs = [
            ['ink', 'paper', 4.5], ['ink', 'glow', 4.5], ['ink', 'sheet', 4.5], ['ink', 'bar', 4.5],
            ['muted', 'paper', 4.5], ['muted', 'glow', 4.5], ['muted', 'sheet', 4.5],
            ['accent', 'paper', 4.5], ['accent', 'glow', 4.5], ['accent', 'sheet', 4.5], ['on-accent', 'accent', 4.5],
            ['error', 'paper', 4.5], ['error', 'sheet', 4.5], ['edge', 'paper', 3], ['edge', 'sheet', 3],
          ];
          const probe = document.body.appendChild(document.createElement('i'));
          probe.id = 'probe';
          probe.className = 'key'; // has --bar
          const low = [];
          for (const mood of ['none', 'angry', 'disgust', 'fear', 'happy', 'sad', 'surprise', 'neutral']) {
            document.documentElement.dataset.mood = probe.dataset.mood = mood;
            for (const [one, other, least] of pairs) {
              const [light, dark] = [luminance(one), luminance(other)].sort((a, b) => b - a);
              const ratio = (light + 0.05) / (dark + 0.05);
              if (ratio < least) { low.push(`${mood}: ${one} on ${other} ${ratio.toFixed(2)}`); }
            }
          }
          probe.remove();
          return low;
        }
        """;

    private const string Small = """
        () => [...document.querySelectorAll('button, input[type=range], a.skip')]
          .filter(element => element.checkVisibility({ visibilityProperty: true }))
          .map(element => [element, element.getBoundingClientRect()])
          .filter(([, box]) => box.width < 44 || box.height < 44)
          .map(([element, box]) => `${element.id || element.className} ${box.width}×${box.height}`)
        """;

    private const string SmallLinks = """
        () => [...document.querySelectorAll('a, summary')]
          .filter(element => element.checkVisibility({ visibilityProperty: true }))
          .map(element => [element, element.getBoundingClientRect()])
          .filter(([, box]) => box.width < 24 || box.height < 24)
          .map(([element, box]) => `${element.id || element.className} ${box.width}×${box.height}`)
        """;

    // Roles that HTML does not let these elements have: axe's aria-allowed-role.
    private const string WrongRoles = """
        () => [...document.querySelectorAll('header[role], footer[role], main[role], nav[role], li[role], ol[role], ul[role], p[role="button"]')]
          .map(element => element.outerHTML)
        """;

    private const string Nameless = """
        () => [...document.querySelectorAll('button, input, a, img, video, canvas, dialog')]
          .filter(element => element.checkVisibility() || element.matches('img'))
          .filter(element => !(element.getAttribute('aria-label') || element.getAttribute('aria-labelledby')
            || element.hasAttribute('alt') || element.textContent.trim() || element.labels?.[0]?.textContent.trim()))
          .map(element => element.outerHTML)
        """;

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Text_has_sufficient_contrast_in_every_mood(ColorScheme scheme)
    {
        await using var visit = await fixture.OpenPageAsync(
            options: new() { ColorScheme = scheme, ReducedMotion = ReducedMotion.Reduce });
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Contrasts));
    }

    [Theory]
    [InlineData(360, 740)]
    [InlineData(390, 844)]
    [InlineData(768, 1024)]
    [InlineData(1280, 800)]
    [InlineData(1920, 1080)]
    public async Task Nothing_overflows_is_too_small_or_lacks_a_label(int width, int height)
    {
        await using var visit = await fixture.OpenPageAsync(
            options: new() { ViewportSize = new() { Width = width, Height = height } });
        await FitsAsync(visit);

        await visit.ChooseFileAsync("hills.jpg", "image/jpeg", Some.Gradient(640, 480));
        await visit.Button("Use the whole picture").ClickAsync();
        await visit.Button("Not quite right?").ClickAsync();
        await Expect(visit.Page.Locator("#music")).ToBeVisibleAsync();
        await FitsAsync(visit);

        await visit.Page.GetByRole(AriaRole.Button, new() { Name = "Keyboard shortcuts" }).ClickAsync();
        await FitsAsync(visit);
        await visit.Page.Keyboard.PressAsync("Escape");
        await visit.Page.Locator("#library > summary").ClickAsync();
        await Expect(visit.Page.Locator(".tile").First).ToBeVisibleAsync();
        await FitsAsync(visit);
    }

    [Theory]
    [InlineData(390, 844)]
    [InlineData(1280, 800)]
    public async Task The_first_screen_says_once_how_good_the_model_is_and_what_becomes_of_the_picture(int width, int height)
    {
        await using var visit = await fixture.OpenPageAsync(options: new() { ViewportSize = new() { Width = width, Height = height } });
        await Expect(visit.Page.GetByText("in 88 of 100 faces")).ToHaveCountAsync(1);
        await Expect(visit.Page.GetByText("in 88 of 100 faces")).ToBeVisibleAsync();
        var privacy = visit.Page.GetByText("is sent to this server");
        await Expect(privacy).ToBeVisibleAsync();
        await Expect(visit.Page.GetByText("Press the key of your mood.")).ToBeInViewportAsync();
        await visit.Key("happy").ClickAsync();
        await Expect(visit.CurrentTrack).ToBeVisibleAsync();
        await Expect(privacy).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_phone_has_mute()
    {
        await using var visit = await fixture.OpenPageAsync(options: new() { ViewportSize = new() { Width = 360, Height = 740 } });
        await visit.Button("Mute").ClickAsync();
        await visit.HoldsAsync("document.querySelector('audio').muted");
        await Expect(visit.Page.GetByLabel("Volume")).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Reduced_motion_disables_animations()
    {
        await using var visit = await fixture.OpenPageAsync(options: new() { ReducedMotion = ReducedMotion.Reduce });
        await visit.Key("happy").ClickAsync();
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>("document.getAnimations().length"));
    }

    private static async Task FitsAsync(PageVisit visit)
    {
        Assert.Equal(0, await visit.Page.EvaluateAsync<int>(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Small));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(Nameless));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(SmallLinks));
        Assert.Empty(await visit.Page.EvaluateAsync<string[]>(WrongRoles));
    }
}
