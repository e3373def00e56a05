using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace EmoMusic.Benchmarks;

/// <summary>
/// Hours in minutes: visitors who send photos, listen, like and leave, at 70 % of what the server was measured to bear. Requests
/// begin by the clock, whether earlier ones were answered or not, so that a server that stalls is seen to stall.
/// </summary>
internal static class SoakBenchmark
{
    private const double Load = 0.7; // of the measured capacity
    private const double CheapPerPhoto = 4; // other requests beside each photo

    private static readonly TimeSpan CapacityTime = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan WarmTime = TimeSpan.FromMinutes(1); // memory is compared with what it was then

    private static readonly string[] Moods = ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    public static async Task<int> RunAsync(double minutes)
    {
        await RunningServer.PublishAsync();
        using var server = await RunningServer.StartAsync("--ForwardedHeaders:KnownProxies", "127.0.0.1");
        var photos = Pictures.Photos();
        var tracks = await TracksAsync(server.Http);
        var capacity = await CapacityAsync(server, photos, tracks);
        Console.WriteLine($"capacity                         {capacity:0.0} photos a second; the soak sends {Load * capacity:0.0}, "
            + $"and {CheapPerPhoto:0} other requests beside each");

        var times = new ConcurrentDictionary<string, ConcurrentBag<double>>();
        var errors = new ConcurrentDictionary<string, int>();
        var running = new ConcurrentDictionary<Task, bool>();
        var (clock, sent, early) = (Stopwatch.StartNew(), 0L, (double?)null);
        while (clock.Elapsed < TimeSpan.FromMinutes(minutes))
        {
            early ??= clock.Elapsed > WarmTime ? server.ResidentMegabytes : null;
            var due = (long)(clock.Elapsed.TotalSeconds * Load * capacity * (1 + CheapPerPhoto));
            for (; sent < due; sent++)
            {
                var task = SendAsync(server.Http, sent, photos, tracks, times, errors);
                running[task] = true;
                _ = task.ContinueWith(done => running.TryRemove(done, out _), TaskScheduler.Default);
            }

            await Task.Delay(5);
        }

        await Task.WhenAll(running.Keys);
        return await ReportAsync(server, times, errors, early ?? server.ResidentMegabytes);
    }

    // As many photos, and the requests beside them, as the server answers over a connection for each core and two more.
    private static async Task<double> CapacityAsync(RunningServer server, IReadOnlyList<byte[]> photos, string[] tracks)
    {
        var (clock, sent) = (Stopwatch.StartNew(), 0L);
        await Task.WhenAll(Enumerable.Range(0, Environment.ProcessorCount + 2).Select(async _ =>
        {
            while (clock.Elapsed < CapacityTime)
            {
                await SendAsync(server.Http, Interlocked.Increment(ref sent), photos, tracks, [], []);
            }
        }));
        return sent / (1 + CheapPerPhoto) / clock.Elapsed.TotalSeconds;
    }

    private static async Task<string[]> TracksAsync(HttpClient http)
    {
        var ids = new HashSet<string>();
        foreach (var mood in Moods)
        {
            var playlist = await http.GetFromJsonAsync<JsonElement>($"api/playlists/{mood}");
            ids.UnionWith(playlist.GetProperty("tracks").EnumerateArray().Select(track => track.GetProperty("id").GetString()!));
        }

        return [.. ids];
    }

    private static async Task SendAsync(
        HttpClient http, long number, IReadOnlyList<byte[]> photos, string[] tracks,
        ConcurrentDictionary<string, ConcurrentBag<double>> times, ConcurrentDictionary<string, int> errors)
    {
        var (route, request) = RequestOf(number, photos, tracks);
        var begin = Stopwatch.GetTimestamp();
        try
        {
            using (request)
            using (var response = await http.SendAsync(request))
            {
                response.EnsureSuccessStatusCode();
            }

            times.GetOrAdd(route, _ => []).Add(Stopwatch.GetElapsedTime(begin).TotalMilliseconds);
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException)
        {
            errors.AddOrUpdate($"{route}: {error.Message}", 1, (_, count) => count + 1);
        }
    }

    private static (string Route, HttpRequestMessage Request) RequestOf(long number, IReadOnlyList<byte[]> photos, string[] tracks)
    {
        var (mood, track) = (Moods[number % Moods.Length], tracks[number * 7 % tracks.Length]);
        var listener = number % 500; // five hundred of them, each at home
        var (route, request) = (number % (long)(1 + CheapPerPhoto), number / 5 % 6) switch
        {
            (0, _) => ("POST /api/mood", new HttpRequestMessage(HttpMethod.Post, "api/mood")
            {
                Content = new ByteArrayContent(photos[(int)(number / 5 % photos.Count)]),
            }),
            (1, _) => ("GET /api/playlists", new(HttpMethod.Get, $"api/playlists/{mood}")),
            (2, 0) => ("GET /", new(HttpMethod.Get, "")),
            (2, 1) => ("GET /api/library", new(HttpMethod.Get, "api/library")),
            (2, _) => ("GET /api/library/tracks", new(HttpMethod.Get, "api/library/tracks?q=a")),
            (3, 0) => ("PUT like", new(HttpMethod.Put, $"api/tracks/{track}/like")),
            (3, 1) => ("DELETE like", new(HttpMethod.Delete, $"api/tracks/{track}/like")),
            (3, _) => ("POST plays", new(HttpMethod.Post, $"api/tracks/{track}/plays")
            {
                Content = JsonContent.Create(new { mood, seconds = 30, finished = true }),
            }),
            _ => ("GET stream", new(HttpMethod.Get, $"api/tracks/{track}/stream") { Headers = { Range = new(0, 65535) } }),
        };
        request.Headers.Add("Cookie", string.Create(CultureInfo.InvariantCulture, $"listener={listener:x32}"));
        request.Headers.Add("X-Forwarded-For", string.Create(CultureInfo.InvariantCulture, $"192.0.{listener / 250}.{listener % 250}"));
        return (route, request);
    }

    private static async Task<int> ReportAsync(
        RunningServer server, ConcurrentDictionary<string, ConcurrentBag<double>> times,
        ConcurrentDictionary<string, int> errors, double early)
    {
        var late = server.ResidentMegabytes;
        var heap = Metric(await server.Http.GetStringAsync("metrics"), "dotnet_gc_last_collection_heap_size_bytes") / 1048576;
        var routes = times.OrderBy(each => each.Key, StringComparer.Ordinal).Select(each =>
        {
            var sorted = each.Value.Order().ToArray();
            double At(double share) => Math.Round(sorted[(int)(share * (sorted.Length - 1))], 1);
            return (Route: each.Key, Count: sorted.Length, P50: At(0.5), P95: At(0.95), P99: At(0.99));
        }).ToList();
        Console.WriteLine("\n| route | requests | p50 | p95 | p99 |\n|---|---|---|---|---|");
        routes.ForEach(each => Console.WriteLine($"| {each.Route} | {each.Count:n0} | {each.P50:0.0} ms | {each.P95:0.0} ms | {each.P99:0.0} ms |"));
        foreach (var (error, count) in errors)
        {
            Console.WriteLine($"{count} × {error}");
        }

        Console.WriteLine(JsonSerializer.Serialize(new
        {
            requests = routes.Sum(each => each.Count),
            errors = errors.Values.Sum(),
            routes = routes.ToDictionary(each => each.Route, each => new { each.P50, each.P95, each.P99 }),
            megabytesAfterAMinute = Math.Round(early),
            megabytes = Math.Round(late),
            heapMegabytes = Math.Round(heap),
            descriptors = server.Descriptors,
            databaseMegabytes = Math.Round(server.DatabaseMegabytes, 1),
        }));

        var photo = routes.Single(each => each.Route == "POST /api/mood");
        var isKept = errors.IsEmpty && photo.P99 <= 5 * photo.P50 && late <= 1.1 * early
            && routes.All(each => each == photo || each.P99 <= 100);
        Console.WriteLine(isKept ? "all bounds kept" : "BOUNDS BROKEN: no errors, photos' p99 at most five medians, others' 100 ms, memory within 10 %");
        return isKept ? 0 : 1;
    }

    private static double Metric(string metrics, string name) => metrics.Split('\n')
        .Where(line => line.StartsWith(name, StringComparison.Ordinal) && line.Contains("} ", StringComparison.Ordinal))
        .Sum(line => double.Parse(line.Split("} ")[1].Split(' ')[0], CultureInfo.InvariantCulture));
}
