using System.Diagnostics;
using System.Text.Json;
using EmoMusic.Serving.Detector;
using EmoMusic.Serving.Detector.Faces;
using Microsoft.Extensions.Options;
using SkiaSharp;

namespace EmoMusic.Benchmarks;

/// <summary>
/// The running server over HTTP, beside the bare parts on the same machine in the same minutes. The machine is shared,
/// so what is compared is measured in turns, and the ratio is the median of the turns' ratios.
/// </summary>
internal static class ServerBenchmark
{
    private const int Connections = 8;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(4);

    public static async Task RunAsync(int rounds)
    {
        await RunningServer.PublishAsync();
        var (face, photo) = (Pictures.Face(), Pictures.Photo());
        var (startup, firstWhole) = await StartsAsync("api/emotions?face=whole", face, rounds);
        var (_, firstAuto) = await StartsAsync("api/emotions", photo, rounds);

        using var server = await RunningServer.StartAsync();
        using var bare = new BareSession(Path.Combine(Paths.Serving, "models", "emotion.onnx"));
        var throughput = new List<(double Served, double Bare)>();
        for (var round = 0; round < rounds; round++)
        {
            throughput.Add((server.Wrk("api/emotions?face=whole", face, Connections, Turn), bare.Throughput(Turn)));
            Console.WriteLine($"face=whole, {Connections} connections        {throughput[^1].Served:0} a second, "
                + $"bare session {throughput[^1].Bare:0}: {throughput[^1].Served / throughput[^1].Bare:0.00}");
        }

        using var finder = new FaceDetector(Options.Create(new DetectorOptions()));
        using var picture = Photo.Decode(photo);
        var auto = new List<(double Served, double Finder)>();
        for (var round = 0; round < rounds; round++)
        {
            auto.Add((Median(await server.TimesAsync("api/emotions", photo, 30)), Median(Finds(finder, picture.Pixels, 30))));
            Console.WriteLine($"face=auto, 640×480               median {auto[^1].Served:0.0} ms, "
                + $"face finder alone {auto[^1].Finder:0.0} ms: {auto[^1].Served / auto[^1].Finder:0.00}");
        }

        var (early, late) = await MemoryAsync(server, face);
        Console.WriteLine($"memory                           {early:0} MB after 2,000 requests, {late:0} MB after 10,000");
        Console.WriteLine(JsonSerializer.Serialize(new
        {
            startupSeconds = Math.Round(startup, 2),
            firstWholeToMedian = Math.Round(firstWhole, 2),
            firstAutoToMedian = Math.Round(firstAuto, 2),
            wholeToBare = Math.Round(Median(throughput.Select(turn => turn.Served / turn.Bare)), 2),
            autoToFinder = Math.Round(Median(auto.Select(turn => turn.Served / turn.Finder)), 2),
            megabytes = Math.Round(late),
        }));
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
                continue; // this program's own first request, and the disk's first reading
            }

            starts.Add((server.Startup.TotalSeconds, first / median));
            Console.WriteLine($"{path,-32} ready after {starts[^1].Startup:0.00} s, "
                + $"first request {first:0.0} ms, median {median:0.0} ms: {starts[^1].FirstToMedian:0.0}");
        }

        return (Median(starts.Select(start => start.Startup)), Median(starts.Select(start => start.FirstToMedian)));
    }

    private static async Task<(double Early, double Late)> MemoryAsync(RunningServer server, byte[] face)
    {
        var early = 0.0;
        for (var hundreds = 1; hundreds <= 100; hundreds++)
        {
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => server.TimesAsync("api/emotions?face=whole", face, 25)));
            early = hundreds == 20 ? server.ResidentMegabytes : early;
        }

        return (early, server.ResidentMegabytes);
    }

    private static double[] Finds(FaceDetector finder, SKBitmap picture, int count)
    {
        var times = new double[count];
        for (var i = 0; i < count; i++)
        {
            var begin = Stopwatch.GetTimestamp();
            finder.Detect(picture);
            times[i] = Stopwatch.GetElapsedTime(begin).TotalMilliseconds;
        }

        return times;
    }

    private static double Median(IEnumerable<double> values) => values.Order().ToList() is var sorted
        ? sorted[sorted.Count / 2] : 0;
}
