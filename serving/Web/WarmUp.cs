using System.Net;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using SkiaSharp;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Sends this service a visitor's requests over HTTP before it reports ready, so that the JIT compiler, caches and pools are
/// warm.
/// </summary>
internal sealed partial class WarmUp(
    Roles roles, IServer server, IHostApplicationLifetime lifetime, ILogger<WarmUp> log, Access? access = null) : BackgroundService, IHealthCheck
{
    private const int Rounds = 8; // more gain nothing: a photo's time is native code's

    private const int DetectionRounds = 2;

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private volatile bool done;

    /// <summary>Whether it is finished; later requests come from visitors.</summary>
    public bool IsDone => done;

    /// <inheritdoc/>
    public Task<HealthCheckResult> CheckHealthAsync(HealthCheckContext context, CancellationToken cancellationToken) =>
        Task.FromResult(done ? HealthCheckResult.Healthy() : HealthCheckResult.Unhealthy("warming up"));

    /// <inheritdoc/>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var started = new TaskCompletionSource();
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(stoppingToken);
        // The server's end waits for requests under way, and comes before that of services.
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken, lifetime.ApplicationStopping);

        var address = OwnAddress();
        using var http = new HttpClient { BaseAddress = address };
        http.DefaultRequestHeaders.ConnectionClose = true; // every visitor opens a new connection
        http.DefaultRequestHeaders.Authorization = access?.CreateToken();
        try
        {
            if (roles.Detector)
            {
                await SendPhotosAsync(http, ending.Token);
            }
            else
            {
                await AskForMusicAsync(http, ending.Token); // others answer meanwhile; a program with both roles is ready sooner without
            }

            await http.GetByteArrayAsync("", ending.Token);
        }
        catch (OperationCanceledException) when (ending.IsCancellationRequested)
        {
            return; // the program ends
        }
        catch (Exception error) when (error is HttpRequestException or OperationCanceledException or IOException)
        {
            LogCold(log, error.Message); // not fatal: only the first visitor waits a little longer
        }

        done = true;
        LogReady(log, address);
        NativeMemory.ReturnFree(); // what only the start needed
    }

    private static async Task SendPhotosAsync(HttpClient http, CancellationToken cancel)
    {
        var (face, photo) = (Grey(48, 48), Grey(640, 480));
        while (await PostAsync(http, "api/emotions?face=whole", face, cancel) == HttpStatusCode.ServiceUnavailable)
        {
            await Task.Delay(Pause, cancel); // until there is a model
        }

        for (var i = 0; i < Rounds; i++)
        {
            await PostAsync(http, "api/emotions?face=whole", face, cancel);
        }

        var drawing = DrawnFace.Jpeg();
        for (var i = 0; i < DetectionRounds; i++)
        {
            await PostAsync(http, "api/emotions?face=auto", drawing, cancel);
        }

        // Only once: a remote player may start later, and repeated failures would open the circuit breaker.
        await PostAsync(http, "api/mood?face=auto", photo, cancel);
    }

    private static async Task AskForMusicAsync(HttpClient http, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "api/playlists/happy");
        request.Headers.Add("Cookie", $"listener={new string('0', 32)}"); // nobody: what is given is remembered
        using var response = await http.SendAsync(request, cancel);
        await response.Content.ReadAsByteArrayAsync(cancel);
    }

    // Any status will do.
    private static async Task<HttpStatusCode> PostAsync(HttpClient http, string path, byte[] photo, CancellationToken cancel)
    {
        using var body = new ByteArrayContent(photo);
        using var response = await http.PostAsync(path, body, cancel);
        await response.Content.ReadAsByteArrayAsync(cancel);
        return response.StatusCode;
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

    [LoggerMessage(LogLevel.Warning, "warm-up failed: {Error}")]
    private static partial void LogCold(ILogger log, string error);
}
