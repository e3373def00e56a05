using System.Diagnostics;
using System.Text.Json;

namespace EmoMusic.Benchmarks;

/// <summary>
/// The running server over HTTP, compared with its parts on the same machine at the same time. The machine is shared,
/// so measurements alternate, and the reported ratio is the median of the rounds' ratios.
/// </summary>
internal static class ServerBenchmark
{
    private const int Connections = 8;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(int rounds, DirectoryInfo? before, int requests)
    {
        await RunningServer.PublishAsync();
        var (face, photos, large) = (Pictures.Face(), Pictures.Photos(), Pictures.LargePhoto());
        var (startup, firstWhole) = await StartsAsync("api/emotions?face=whole", face, rounds);
        var (_, firstAuto) = await StartsAsync("api/emotions", photos[0], rounds);

        using var server = await RunningServer.StartAsync();
        using var bare = new BareSession(Path.Combine(Paths.Serving, "models", "emotion.onnx"));
        var throughput = new List<(double Served, double Bare)>();
        for (var round = 0; round < rounds; round++)
        {
            throughput.Add((server.Wrk("api/emotions?face=whole", face, Connections, Turn), bare.Throughput(Turn)));
            Console.WriteLine($"face=whole, {Connections} connections        {throughput[^1].Served:0} a second, "
                + $"bare session {throughput[^1].Bare:0}: {throughput[^1].Served / throughput[^1].Bare:0.00}");
        }

        using var older = before is null ? null : await RunningServer.StartAsync(before);
        var auto = new List<AutoTurn>();
        for (var round = 0; round < rounds; round++)
        {
            auto.Add(await AutoAsync(server, older, bare, photos, large));
            Console.WriteLine(auto[^1]);
        }

        var (early, late) = await MemoryAsync(server, photos, requests);
        Console.WriteLine($"memory                           {early:0} MB after {requests / 5:n0} photos, {late:0} MB after {requests:n0}");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            startupSeconds = Math.Round(startup, 2),
            firstWholeToMedian = Math.Round(firstWhole, 2),
            firstAutoToMedian = Math.Round(firstAuto, 2),
            wholeToBare = Math.Round(Median(throughput.Select(turn => turn.Served / turn.Bare)), 2),
            autoToBareParts = Math.Round(Median(auto.Select(turn => turn.Small / turn.Parts.Sum)), 2),
            autoToBefore = before is null ? (double?)null : Math.Round(Median(auto.Select(turn => turn.Small / turn.Before!.Value)), 2),
            largeToSmall = Math.Round(Median(auto.Select(turn => turn.Large / turn.Small)), 2),
            throughputToBareParts = Math.Round(Median(auto.Select(turn => turn.Throughput)), 2),
            megabytes = Math.Round(late),
        }));
    }

    // One turn of face=auto: medians in milliseconds over one connection, and the rate over several in those of the bare parts.
    private static async Task<AutoTurn> AutoAsync(
        RunningServer server, RunningServer? older, BareSession bare, IReadOnlyList<byte[]> photos, byte[] large)
    {
        var parts = BareParts.Measure(photos, bare, rounds: 5);
        var small = await AutoTimeAsync(server, photos);
        var old = older is null ? (double?)null : await AutoTimeAsync(older, photos);
        var near = Median(await server.TimesAsync(await NearAsync(server, photos[0]), photos[0], 60));
        var largeTime = Median(await server.TimesAsync("api/emotions", large, 30));
        var rate = server.Wrk("api/emotions", photos[0], Connections, Turn);
        return new(parts, small, old, near, largeTime, rate * parts.Sum / 1000 / Environment.ProcessorCount);
    }

    private static async Task<double> AutoTimeAsync(RunningServer server, IReadOnlyList<byte[]> photos)
    {
        var times = new List<double>();
        for (var i = 0; i < 6; i++)
        {
            foreach (var photo in photos)
            {
                times.AddRange(await server.TimesAsync("api/emotions", photo, 1));
            }
        }

        return Median(times.Skip(photos.Count)); // the first of each: other code paths, cold
    }

    private static async Task<string> NearAsync(RunningServer server, byte[] photo)
    {
        using var response = await server.Http.PostAsync("api/emotions", new ByteArrayContent(photo));
        using var answer = JsonDocument.Parse(await response.Content.ReadAsStreamAsync());
        var box = answer.RootElement.GetProperty("faces")[0].GetProperty("box");
        return "api/emotions?near=" + string.Join(',', box.EnumerateObject().Select(side => side.Value.GetDouble()));
    }

    private sealed record AutoTurn(BareParts Parts, double Small, double? Before, double Near, double Large, double Throughput)
    {
        public override string ToString() =>
            $"face=auto, 640 × 480: median {Small:0.0} ms, {Small / Parts.Sum:0.00} of the bare parts ({Parts}); before {Before:0.0} ms; "
            + $"near {Near:0.0} ms; 12 MP {Large:0.0} ms; {Connections} connections {Throughput:0.00} of the bare parts on all cores";
    }

    // Seconds from start to ready, and the first request's time in medians of those after it.
    private static async Task<(double Startup, double FirstToMedian)> StartsAsync(string path, byte[] photo, int rounds)
    {
        var starts = new List<(double Startup, double FirstToMedian)>();
        for (var round = 0; round <= rounds; round++)
        {
            using var server = await RunningServer.StartAsync();
            var first = (await server.TimesAsync(path, photo, 1, visitors: true))[0];
            var median = Median(await server.TimesAsync(path, photo, 100, visitors: true));
            if (round == 0)
            {
                continue; // warm-up of this program and the disk cache
            }

            starts.Add((server.Startup.TotalSeconds, first / median));
            Console.WriteLine($"{path,-32} ready after {starts[^1].Startup:0.00} s, "
                + $"first request {first:0.0} ms, median {median:0.0} ms: {starts[^1].FirstToMedian:0.0}");
        }

        return (Median(starts.Select(start => start.Startup)), Median(starts.Select(start => start.FirstToMedian)));
    }

    private static async Task<(double Early, double Late)> MemoryAsync(
        RunningServer server, IReadOnlyList<byte[]> photos, int requests)
    {
        var early = 0.0;
        for (var fifth = 1; fifth <= 5; fifth++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(i =>
                server.TimesAsync("api/emotions", photos[i + fifth], requests / 20)));
            early = fifth == 1 ? server.ResidentMegabytes : early;
        }

        return (early, server.ResidentMegabytes);
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted
        ? sorted[sorted.Count / 2] : 0;
}
