using System.Net;
using System.Text.Json;

namespace EmoMusic.Serving.Tests.Fuzz;

/// <summary>Ten thousand reproducible corrupt images and requests, sixteen at a time.</summary>
[Collection<Alone>]
public sealed class FuzzTests
{
    private const int Requests = 10_000;
    private const int WarmUp = 2_000; // by then pools and caches have reached their size
    private const int MaxConcurrency = 16; // some wait until the server gives up on them

    private static readonly int[] Allowed = [200, 206, 304, 400, 404, 405, 408, 411, 413, 414, 415, 416, 417, 431, 501, 505];

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(20);

    [Fact]
    public async Task Malformed_input_neither_breaks_the_service_nor_leaks_memory()
    {
        await using var service = await TestServer.StartAsync("--Logging:LogLevel:Microsoft.AspNetCore=None");
        await SendAsync(service, 0, WarmUp);
        var before = ProcessMemory.Resident();

        await SendAsync(service, WarmUp, Requests);

        // One leaked image of 40 million pixels would be 200 MB, and 8 KB leaked per request would show too.
        var grown = (ProcessMemory.Resident() - before) >> 20;
        Assert.True(grown < 60, $"{grown} MB more after {Requests - WarmUp} more requests");
        var answer = await service.AskAsync("api/mood?face=whole", Some.Picture());
        Assert.Single(answer.GetProperty("faces").EnumerateArray());
    }

    [Fact]
    public async Task Decompression_bombs_are_answered_quickly_and_leak_no_memory()
    {
        await using var service = await TestServer.StartAsync("--Logging:LogLevel:Microsoft.AspNetCore=None");
        await SendBombsAsync(service); // buffers allocated once stay
        var before = ProcessMemory.Resident();

        await SendBombsAsync(service);

        Assert.InRange((ProcessMemory.Resident() - before) >> 20, -1000, 60);
    }

    private static async Task SendBombsAsync(TestServer service)
    {
        foreach (var bomb in CorruptImages.Bombs)
        {
            foreach (var path in new[] { "api/emotions", "api/emotions?face=whole" })
            {
                var clock = System.Diagnostics.Stopwatch.StartNew();
                using var response = await service.PostAsync(path, bomb);

                Assert.Contains((int)response.StatusCode, new[] { 200, 400, 413 });
                Assert.InRange(clock.Elapsed.TotalSeconds, 0, 5);
            }
        }
    }

    private static Task SendAsync(TestServer service, int from, int to) => Parallel.ForAsync(
        from, to, new ParallelOptions { MaxDegreeOfParallelism = MaxConcurrency }, async (seed, _) =>
        {
            var random = new Random(seed);
            await (random.Next(10) switch
            {
                < 7 => SendPictureAsync(service, random, seed),
                < 8 => SendRawAsync(service, MalformedRequests.Form(random, service.Address.Authority, CorruptImages.Next(random)), seed),
                _ => SendRawAsync(service, MalformedRequests.Next(random, service.Address.Authority), seed),
            });
        });

    private static async Task SendPictureAsync(TestServer service, Random random, int seed)
    {
        var path = random.Next(10) switch
        {
            0 => "api/mood",
            1 => "api/emotions",
            2 => "api/emotions?near=10,10,20,20",
            < 6 => "api/mood?face=whole",
            _ => "api/emotions?face=whole",
        };
        var type = random.Next(3) switch { 0 => "image/png", 1 => "text/plain", _ => "application/octet-stream" };
        using var response = await service.PostAsync(path, CorruptImages.Next(random), type);

        var body = await response.Content.ReadAsStringAsync();
        var status = (int)response.StatusCode;
        var busy = response.StatusCode == HttpStatusCode.ServiceUnavailable && response.Headers.RetryAfter is not null;
        Assert.True(busy || status is 200 or 400 or 413 or 415, $"seed {seed}: {status} {body}");
        Assert.EndsWith("json", response.Content.Headers.ContentType?.MediaType);
        using var json = JsonDocument.Parse(body);
    }

    private static async Task SendRawAsync(TestServer service, byte[] request, int seed)
    {
        using var timeout = new CancellationTokenSource(Timeout);
        var answer = await RawHttp.SendAsync(service.Address, request, endAfter: TimeSpan.FromMilliseconds(200), timeout.Token);
        if (answer.Length == 0)
        {
            return; // the connection was closed without a response
        }

        var status = RawHttp.StatusOf(answer);
        var busy = status == 503 && answer.Contains("Retry-After:");
        Assert.True(busy || Allowed.Contains(status), $"seed {seed}: {answer}");
        Assert.DoesNotContain("   at EmoMusic.", answer); // a stack trace
    }
}
