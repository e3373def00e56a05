using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SkiaSharp;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Asks this service what a visitor would ask, over HTTP, before it calls itself ready: compilers, caches and pools
/// have done their first work then.
/// </summary>
internal sealed partial class WarmUp(
    IServer server, IHostApplicationLifetime lifetime, ILogger<WarmUp> log) : BackgroundService, IHealthCheck
{
    private const int Rounds = 30; // .NET compiles a method again, and better, after thirty calls

    private volatile bool warm;

    /// <summary>Whether it is over, and what is asked now is asked by somebody.</summary>
    public bool Done => warm;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(warm ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("warming up"));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);

        var address = OwnAddress();
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.ConnectionClose = true; // each visitor comes over a connection of their own
        try
        {
            var (face, photo) = (Grey(48, 48), Grey(640, 480));
            for (var i = 0; i < Rounds; i++)
            {
                await AskAsync(http, "api/emotions?face=whole", face, stoppingToken);
            }

            // Once only: a player elsewhere may start later than this, and would be taken for one that keeps failing.
            await AskAsync(http, "api/mood?face=auto", photo, stoppingToken);
            await http.GetByteArrayAsync("", stoppingToken);
        }
        catch (HttpRequestException error)
        {
            LogCold(log, error.Message); // it works all the same; only the first visitor waits a little longer
        }

        warm = true;
        LogReady(log, address);
    }

    // Whatever answers will do: a player alone says 404 to a photo, and is as warm as it gets.
    private static async Task AskAsync(HttpClient http, string path, byte[] photo, CancellationToken cancel)
    {
        using var body = new ByteArrayContent(photo);
        using var response = await http.PostAsync(path, body, cancel);
        await response.Content.ReadAsByteArrayAsync(cancel);
    }

    private Uri OwnAddress()
    {
        var first = server.Features.Get<IServerAddressesFeature>()!.Addresses.First();
        var address = BindingAddress.Parse(first);
        var host = IPAddress.TryParse(address.Host.Trim('[', ']'), out var ip) && !IPAddress.Any.Equals(ip)
            && !IPAddress.IPv6Any.Equals(ip) ? address.Host : "localhost";
        return new UriBuilder(address.Scheme, host, address.Port).Uri;
    }

    private static byte[] Grey(int width, int height)
    {
        using var bitmap = new SKBitmap(width, height, SKColorType.Gray8, SKAlphaType.Opaque);
        bitmap.Erase(SKColors.Gray);
        using var png = bitmap.Encode(SKEncodedImageFormat.Png, 100);
        return png.ToArray();
    }

    [LoggerMessage(LogLevel.Information, "ready at {Address}")]
    private static partial void LogReady(ILogger log, Uri address);

    [LoggerMessage(LogLevel.Warning, "could not warm up: {Error}")]
    private static partial void LogCold(ILogger log, string error);
}
