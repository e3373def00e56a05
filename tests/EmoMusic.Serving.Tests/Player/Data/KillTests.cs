namespace EmoMusic.Serving.Tests.Player.Data;

/// <summary>
/// No death loses what was acknowledged. <c>benchmarks -- chaos</c> does the same thirty times and more; its table is in
/// docs/reliability.md.
/// </summary>
[Collection<Waiting>]
public sealed class KillTests
{
    [Fact]
    public async Task No_kill_loses_an_acknowledged_write_or_a_track()
    {
        using var music = new TemporaryFolder();
        using var memory = new TemporaryFolder();
        var rounds = new KillRounds(music, async () =>
        {
            var server = await ServerProcess.StartAsync(
                ["--roles", "player", "--Player:Library", music.Path, "--Player:Database", $"Data Source={memory["player.db"]}"],
                new Dictionary<string, string?>());
            return new RunningPlayer(server.Http, () => server.DisposeAsync().AsTask());
        });

        var outcome = await rounds.RunAsync(kills: 5, seed: 1);

        Assert.Equal((0, 0), (outcome.Lost, outcome.Refused));
        Assert.True(outcome.Acknowledged > 50, $"only {outcome.Acknowledged} writes: no load to speak of");
    }
}
