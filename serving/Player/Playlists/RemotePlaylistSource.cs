using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using EmoMusic.Serving.Player.Listeners;
using Polly;
using Polly.CircuitBreaker;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Playlists from a player in another process or container, over HTTP.</summary>
internal sealed partial class RemotePlaylistSource(HttpClient http, ILogger<RemotePlaylistSource> log) : IPlaylistSource
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <inheritdoc/>
    public async Task<Playlist?> GetPlaylistAsync(PlaylistRequest request, CancellationToken cancel)
    {
        try
        {
            var query = request.Approach is { } approach ? $"?approach={approach.Name()}" : "";
            using var message = new HttpRequestMessage(HttpMethod.Get, $"api/playlists/{request.Mood.Name()}{query}");
            if (request.Listener is { } listener)
            {
                message.Headers.Add("Cookie", $"{ListenerCookie.Name}={listener}");
            }

            using var response = await http.SendAsync(message, cancel);
            return await response.EnsureSuccessStatusCode().Content.ReadFromJsonAsync<Playlist>(Format, cancel);
        }
        // Unreachable, too slow, an invalid response, or an open circuit breaker: no music for now.
        catch (Exception error) when (error is HttpRequestException or SocketException or ExecutionRejectedException or JsonException
            or InvalidOperationException) // the last: an unknown charset
        {
            if (error is not BrokenCircuitException) // already logged
            {
                LogUnavailable(log, http.BaseAddress, error.Message);
            }

            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The player at {Address} is unavailable. {Error}")]
    private static partial void LogUnavailable(ILogger log, Uri? address, string error);
}

/// <summary>
/// Buffers the whole response, so that timeouts, retries and the circuit breaker cover its body too: a player that stalls
/// halfway counts as unavailable.
/// </summary>
internal sealed class BufferedResponseHandler : DelegatingHandler
{
    /// <inheritdoc/>
    protected override async Task<HttpResponseMessage> SendAsync(
        HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        try
        {
            await response.Content.LoadIntoBufferAsync(cancellationToken);
            return response;
        }
        catch
        {
            response.Dispose();
            throw;
        }
    }
}
