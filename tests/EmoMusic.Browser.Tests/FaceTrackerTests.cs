namespace EmoMusic.Browser.Tests;

/// <summary>Which face live detection follows, and how often: face-tracker.js and frame-pacer.js in wwwroot/js/face.</summary>
public sealed class FaceTrackerTests(BrowserFixture fixture)
{
    private const string Faces = """
        const face = (name, x, side = 100) => ({ name, box: { x, y: 0, width: side, height: side } });
        const names = ({ faces, found }) => `${found} ${faces.map(face => face.name)}`;
        """;

    [Fact]
    public async Task The_largest_face_of_the_first_frame_is_followed() => Assert.Equal(
        ["null", "true a,b", "0", "true a,b"],
        await FollowAsync("""
            [tracker.near(0), names(tracker.update([face('a', 0), face('b', 300, 80)], null, 0)),
             tracker.near(100)?.x, names(tracker.update([face('b', 290, 120), face('a', 10)], null, 100))]
            """));

    [Fact]
    public async Task The_whole_frame_is_searched_once_a_second() => Assert.Equal(
        ["null", "0", "0", "null", "0"],
        await FollowAsync("""
            [tracker.near(0), tracker.update([face('a', 0)], null, 0) && tracker.near(100).x, tracker.near(999).x,
             tracker.near(1000), tracker.near(1100).x]
            """));

    [Fact]
    public async Task Other_faces_stay_while_only_one_is_looked_for() => Assert.Equal(
        ["true a,b", "true c,b", "true c"],
        await FollowAsync("""
            [names(tracker.update([face('a', 0), face('b', 300)], tracker.near(0), 0)),
             names(tracker.update([face('c', 5)], tracker.near(100), 100)),
             names(tracker.update([face('c', 5)], null, 200))]
            """));

    [Fact]
    public async Task A_lost_face_is_searched_everywhere_and_then_replaced() => Assert.Equal(
        ["0", "false b", "null", "false b", "null", "true b"],
        await FollowAsync("""
            [tracker.near(0) ?? (tracker.update([face('a', 0)], null, 0), tracker.near(100).x),
             names(tracker.update([face('b', 300)], null, 100)), tracker.near(200),
             names(tracker.update([face('b', 300)], null, 1500)), tracker.near(1600),
             names(tracker.update([face('b', 300)], null, 1600))]
            """));

    [Theory]
    [InlineData("20", "80")] // ten a second
    [InlineData("100", "25")]
    [InlineData("400", "100")]
    [InlineData("100, 100, 400", "40")] // one slow answer changes little
    public async Task The_frame_rate_follows_the_servers_answers(string taken, string rest)
    {
        var page = await fixture.ScratchPageAsync();
        Assert.Equal(rest, await page.EvaluateAsync<string>($$"""
            async () => {
              const { FramePacer } = await import('/js/face/frame-pacer.js');
              const pacer = new FramePacer();
              return String([{{taken}}].map(taken => pacer.rest(taken)).at(-1));
            }
            """));
    }

    private async Task<string[]> FollowAsync(string steps)
    {
        var page = await fixture.ScratchPageAsync();
        return await page.EvaluateAsync<string[]>($$"""
            async () => {
              const { FaceTracker } = await import('/js/face/face-tracker.js');
              const tracker = new FaceTracker();
              {{Faces}}
              return {{steps}}.map(String);
            }
            """);
    }
}
