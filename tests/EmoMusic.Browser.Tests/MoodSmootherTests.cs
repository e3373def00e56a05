using System.Text.Json;

namespace EmoMusic.Browser.Tests;

/// <summary>When a live reading may change the music: wwwroot/js/face/mood-smoother.js, in the browser that runs it.</summary>
public sealed class MoodSmootherTests(BrowserFixture fixture)
{
    private const string Begin = """
        const { MoodSmoother } = await import('/js/face/mood-smoother.js');
        const none = { angry: 0, disgust: 0, fear: 0, happy: 0, sad: 0, surprise: 0, neutral: 0 };
        const only = emotion => ({ ...none, [emotion]: 1 });
        const smoother = new MoodSmoother({ halfLife: 1, margin: 0.2, hold: 2, cooldown: 10, overrideTime: 60, resetAfter: 4 });
        const changes = [];
        let now = 0;
        // Sees one emotion for so many seconds, so many times a second.
        const watch = (emotion, seconds, rate = 3) => {
          for (let i = 0; i < seconds * rate; i++, now += 1 / rate) {
            const seen = smoother.update(typeof emotion === 'string' ? only(emotion) : emotion, now);
            if (seen.changed) { changes.push([seen.mood, Math.round(now)]); }
          }
        };
        """;

    [Fact]
    public Task The_first_mood_needs_the_hold_time() => ChangesAsync(
        "watch('happy', 5)", """[["happy",2]]""");

    [Fact]
    public Task A_single_outlier_changes_nothing() => ChangesAsync(
        "watch('happy', 20); watch('angry', 1/3); watch('happy', 10)", """[["happy",2]]""");

    [Fact]
    public Task Another_mood_takes_over_after_the_hold_time() => ChangesAsync(
        "watch('happy', 20); watch('sad', 10)", """[["happy",2],["sad",23]]""");

    [Fact]
    public Task The_cooldown_delays_the_next_change() => ChangesAsync(
        "watch('happy', 3); watch('sad', 20)", """[["happy",2],["sad",12]]""");

    [Fact]
    public Task Two_close_moods_do_not_change_the_music() => ChangesAsync(
        "watch({ happy: 0.45, sad: 0.4, neutral: 0.15 }, 20)", "[]");

    [Fact]
    public Task A_flickering_mood_does_not_change_the_music() => ChangesAsync(
        "watch('happy', 20); for (let i = 0; i < 15; i++) { watch('sad', 1); watch('happy', 1); }",
        """[["happy",2]]""");

    [Theory]
    [InlineData(2)]
    [InlineData(20)]
    public Task The_frame_rate_does_not_matter(int rate) => ChangesAsync(
        $"watch('happy', 20, {rate}); watch('sad', 10, {rate})", """[["happy",2],["sad",23]]""");

    [Fact]
    public Task A_manual_choice_holds_for_a_minute() => ChangesAsync(
        "watch('happy', 5); smoother.override('sad', now); watch('happy', 80)", """[["happy",2],["happy",65]]""");

    [Fact]
    public Task A_long_absence_resets_the_average() => ChangesAsync(
        "watch('happy', 20); now += 10; watch('sad', 4)", """[["happy",2],["sad",32]]""");

    [Fact]
    public async Task Scores_are_averaged_over_time()
    {
        var page = await fixture.ScratchPageAsync();
        var average = await EvaluateAsync(page, "smoother.update(only('happy'), 0); return smoother.update(only('sad'), 1).scores");
        Assert.Equal(0.5, average.GetProperty("happy").GetDouble());
        Assert.Equal(0.5, average.GetProperty("sad").GetDouble());
    }

    private async Task ChangesAsync(string script, string expected)
    {
        var page = await fixture.ScratchPageAsync();
        var changes = await EvaluateAsync(page, $"{script}; return changes");
        Assert.Equal(expected, changes.GetRawText());
    }

    private static async Task<JsonElement> EvaluateAsync(IPage page, string script) =>
        (await page.EvaluateAsync($"async () => {{ {Begin} {script}; }}"))!.Value;
}
