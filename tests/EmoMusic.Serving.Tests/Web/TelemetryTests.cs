using System.Net;
using System.Net.Sockets;
using System.Text.RegularExpressions;
using EmoMusic.Serving.Web;
using Microsoft.Extensions.DependencyInjection;

namespace EmoMusic.Serving.Tests.Web;

[Collection<Alone>]
public sealed partial class TelemetryTests
{
    [Fact]
    public async Task Warm_up_requests_are_not_counted_as_visitors()
    {
        await using var service = await TestServer.StartAsync();

        var metrics = await service.Http.GetStringAsync("metrics");

        Assert.Contains("asker=\"warm-up\"", metrics);
        Assert.DoesNotContain("asker=\"visitor\"", metrics);
    }

    [Fact]
    public async Task Metrics_include_emotions_faces_latency_and_model()
    {
        await using var service = await TestServer.StartAsync();
        var answer = await service.AskAsync("api/emotions?face=whole", Some.Picture());
        await service.AskAsync("api/emotions?face=whole", Some.Picture());
        await service.AskAsync("api/emotions", Some.Picture(320, 240)); // without a face

        var metrics = await service.Http.GetStringAsync("metrics");

        var emotion = answer.GetProperty("faces")[0].GetProperty("emotion").GetString();
        var model = answer.GetProperty("model").GetString();
        var predictions = Predictions().Match(metrics);
        Assert.Equal(
            (emotion, model, "2"),
            (predictions.Groups["emotion"].Value, predictions.Groups["model"].Value, predictions.Groups["count"].Value));
        Assert.Matches(@"emomusic_photo_duration_seconds_count\{[^}]*asker=""visitor""\} 3\b", metrics);
        Assert.Matches(@"emomusic_photo_faces_bucket\{[^}]*asker=""visitor"",le=""0""\} 1\b", metrics);
        Assert.Matches(@"emomusic_photo_faces_bucket\{[^}]*asker=""visitor"",le=""1""\} 3\b", metrics);
        Assert.Matches(@"http_server_request_duration_seconds_count\{[^}]*http_route=""/api/emotions/?""", metrics);
    }

    [Fact]
    public async Task Metrics_include_the_length_of_the_queue()
    {
        await using var service = await TestServer.StartAsync();
        var cpu = service.Services.GetRequiredService<CpuLimiter>();
        using var done = new ManualResetEventSlim();
        var tasks = Enumerable.Range(0, Environment.ProcessorCount + 3)
            .Select(_ => Task.Factory.StartNew(() => cpu.RunAsync("a client", () => done.Wait(2000), default), TaskCreationOptions.LongRunning).Unwrap())
            .ToList();

        await Eventually.TrueAsync(() => HasAsync(3));
        done.Set();
        await Task.WhenAny(Task.WhenAll(tasks), Task.Delay(Timeout.Infinite));
        await Eventually.TrueAsync(() => HasAsync(0));

        async Task<bool> HasAsync(int count) =>
            Regex.IsMatch(await service.Http.GetStringAsync("metrics"), $@"emomusic_photo_waiting\{{[^}}]*\}} {count}\b");
    }

    [Fact]
    public async Task Metrics_include_the_runtime_and_the_process()
    {
        await using var service = await TestServer.StartAsync();

        var metrics = await service.Http.GetStringAsync("metrics");

        Assert.Contains("dotnet_process_memory_working_set_bytes", metrics);
        Assert.Contains("dotnet_gc_collections_total", metrics);
    }

    [Fact]
    public async Task Metrics_are_for_this_machine_or_for_those_who_have_the_key()
    {
        await using var service = await TestServer.StartAsync("--Metrics:Key", "secret");

        Assert.Equal(HttpStatusCode.OK, await StatusAsync());
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("X-Forwarded-For: 192.0.2.1"));
        Assert.Equal(HttpStatusCode.Forbidden, await StatusAsync("X-Forwarded-For: 192.0.2.1", "Authorization: Bearer wrong"));
        Assert.Equal(HttpStatusCode.OK, await StatusAsync("X-Forwarded-For: 192.0.2.1", "Authorization: Bearer secret"));

        async Task<HttpStatusCode> StatusAsync(params string[] headers)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "metrics");
            foreach (var header in headers)
            {
                request.Headers.TryAddWithoutValidation(header.Split(": ")[0], header.Split(": ")[1]);
            }

            using var answer = await service.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Fact]
    public async Task Metrics_have_a_port_of_their_own_that_answers_nothing_else()
    {
        var port = FreePort();
        await using var service = await TestServer.StartAsync("--Metrics:Port", $"{port}");
        using var http = new HttpClient { BaseAddress = new($"http://127.0.0.1:{port}") };

        Assert.Contains("dotnet_gc_collections_total", await http.GetStringAsync("metrics"));
        Assert.Equal("Healthy", await http.GetStringAsync("health/live"));
        using var page = await http.GetAsync("");
        Assert.Equal("Only /metrics and /health are here.", await page.ProblemAsync(HttpStatusCode.NotFound));
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    [GeneratedRegex(
        @"emomusic_predictions_total\{[^}]*asker=""visitor"",emotion=""(?<emotion>\w+)"",model=""(?<model>\w+)""\} (?<count>\d+)")]
    private static partial Regex Predictions();
}
