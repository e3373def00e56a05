using System.Diagnostics;
using System.Net;
using System.Text.Json;
using EmoMusic.TestKit;

namespace EmoMusic.Benchmarks;

/// <summary>
/// Photos from more and more visitors, each over a connection and from an address of their own: how many are answered within two
/// seconds. Work that is refused should cost next to nothing, so that as many photos are read under overload as at the best of times.
/// </summary>
internal static class OverloadBenchmark
{
    private const double Bound = 0.85; // of the best

    private static readonly int[] Connections = [4, 16, 64, 256];
    private static readonly TimeSpan InTime = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(5);

    public static async Task<int> RunAsync(int rounds)
    {
        await RunningServer.PublishAsync();
        using var server = await RunningServer.StartAsync();
        var photos = Pictures.Photos();
        var isKept = true;
        var lines = new List<object>();
        foreach (var isPatient in new[] { true, false })
        {
            var turns = Connections.ToDictionary(count => count, _ => new List<Outcome>());
            for (var round = 0; round <= rounds; round++)
            {
                foreach (var count in Connections)
                {
                    var outcome = await TurnAsync(server.Http.BaseAddress!, photos, count, isPatient);
                    if (round > 0) // the first is a warm-up
                    {
                        turns[count].Add(outcome);
                    }
                }
            }

            var rows = turns.Select(turn => (turn.Key, Outcome: turn.Value.OrderBy(each => each.Good).ElementAt(rounds / 2))).ToList();
            var best = rows.Max(row => row.Outcome.Good);
            Console.WriteLine(isPatient ? "\nrefused visitors wait for Retry-After, a second" : "\nrefused visitors try again at once");
            Console.WriteLine("| connections | answered within 2 s | of the best | later | refused | p50 | p99 | failed |\n|---|---|---|---|---|---|---|---|");
            foreach (var (count, each) in rows)
            {
                Console.WriteLine($"| {count} | {each.Good:0.0} a second | {each.Good / best:P0} | {each.Late:0.0} a second | {each.Refused:0} a second | "
                    + $"{each.P50:0} ms | {each.P99:0} ms | {each.Failed} |");
                isKept &= each.Good >= Bound * best && each.Failed == 0;
                lines.Add(new { connections = count, isPatient, ofTheBest = Math.Round(each.Good / best, 2), good = Math.Round(each.Good, 1) });
            }
        }

        Console.WriteLine(JsonSerializer.Serialize(lines));
        Console.WriteLine(isKept ? "all bounds kept" : $"BOUNDS BROKEN: at least {Bound:P0} of the best, nothing fails");
        return isKept ? 0 : 1;
    }

    private static async Task<Outcome> TurnAsync(Uri address, IReadOnlyList<byte[]> photos, int connections, bool isPatient)
    {
        var (clock, times, late, refused, failed) = (Stopwatch.StartNew(), new List<double>(), 0, 0, 0);
        await Task.WhenAll(Enumerable.Range(0, connections).Select(async number =>
        {
            using var http = ClientAt.From(new IPAddress([127, 0, 1, (byte)number]), address);
            while (clock.Elapsed < Turn)
            {
                var begin = Stopwatch.GetTimestamp();
                using var answer = await http.PostAsync("api/emotions", new ByteArrayContent(photos[number % photos.Count]));
                var elapsed = Stopwatch.GetElapsedTime(begin);
                if (answer.IsSuccessStatusCode && elapsed <= InTime)
                {
                    lock (times)
                    {
                        times.Add(elapsed.TotalMilliseconds);
                    }
                }
                else if (answer.IsSuccessStatusCode)
                {
                    Interlocked.Increment(ref late);
                }
                else if (answer is { StatusCode: HttpStatusCode.ServiceUnavailable, Headers.RetryAfter.Delta: { } wait })
                {
                    Interlocked.Increment(ref refused);
                    await Task.Delay(isPatient ? wait : TimeSpan.Zero);
                }
                else
                {
                    Interlocked.Increment(ref failed);
                }
            }
        }));
        var (seconds, sorted) = (clock.Elapsed.TotalSeconds, times.Order().ToList());
        return new(
            times.Count / seconds, late / seconds, refused / seconds, failed,
            sorted[sorted.Count / 2], sorted[(int)(0.99 * (sorted.Count - 1))]);
    }

    private sealed record Outcome(double Good, double Late, double Refused, int Failed, double P50, double P99);
}
