using EmoMusic.TestKit;

namespace EmoMusic.Benchmarks;

/// <summary>Kills the player while sixteen listeners write, and counts what is lost and how long it takes to be whole.</summary>
internal static class ChaosBenchmark
{
    private static readonly TimeSpan Bound = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int kills, int seed)
    {
        await RunningServer.PublishAsync();
        using var music = new TemporaryFolder();
        using var memory = new TemporaryFolder();
        var outcome = await new KillRounds(music, async () =>
        {
            var server = await RunningServer.StartAsync(
                "--roles", "player", "--Player:Library", music.Path, "--Player:Database", $"Data Source={memory["player.db"]}");
            return new RunningPlayer(server.Http, () =>
            {
                server.Dispose();
                return Task.CompletedTask;
            });
        }).RunAsync(kills, seed);

        var seconds = outcome.Whole.Select(time => time.TotalSeconds).Order().ToArray();
        Console.WriteLine("| kills | acknowledged writes | lost | refused | whole after, median | at most |\n|---|---|---|---|---|---|");
        Console.WriteLine($"| {outcome.Kills} | {outcome.Acknowledged:n0} | {outcome.Lost} | {outcome.Refused} | "
            + $"{seconds[seconds.Length / 2]:0.0} s | {seconds[^1]:0.0} s |");
        var isKept = outcome is { Lost: 0, Refused: 0 } && outcome.Whole.Max() <= Bound;
        Console.WriteLine(isKept ? "all bounds kept" : $"BOUNDS BROKEN: nothing lost or refused, whole within {Bound.TotalSeconds:0} s");
        return isKept ? 0 : 1;
    }
}
