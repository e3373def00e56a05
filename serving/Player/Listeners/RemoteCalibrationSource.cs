using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Polly;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>Calibrations from a player in another process or container, over HTTP.</summary>
internal sealed partial class RemoteCalibrationSource(HttpClient http, ILogger<RemoteCalibrationSource> log) : ICalibrationSource
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <inheritdoc/>
    public async Task<Calibration?> GetCalibrationAsync(string? listener, CancellationToken cancel)
    {
        if (listener is null)
        {
            return null;
        }

        try
        {
            using var message = new HttpRequestMessage(HttpMethod.Get, "api/listener/corrections");
            message.Headers.Add("Cookie", $"{ListenerCookie.Name}={listener}");
            using var response = await http.SendAsync(message, cancel);
            var found = await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<CalibrationResponse>(Format, cancel);
            return found is { Enabled: true } ? found.ToCalibration() : null;
        }
        // Unreachable, too slow, an invalid response, or an open circuit breaker: the reading as it is.
        catch (Exception error) when (error is HttpRequestException or SocketException or ExecutionRejectedException or JsonException
            or InvalidOperationException) // the last: an unknown charset
        {
            LogUnavailable(log, http.BaseAddress, error.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Debug, "The player at {Address} is unavailable, so readings are not adjusted. {Error}")]
    private static partial void LogUnavailable(ILogger log, Uri? address, string error);
}
