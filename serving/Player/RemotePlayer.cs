using System.Net.Http.Json;
using System.Text.Json;
using EmoMusic.Serving.Player.Listening;
using Polly;
using Polly.CircuitBreaker;

namespace EmoMusic.Serving.Player;

/// <summary>The player in another process or container, over HTTP.</summary>
internal sealed partial class RemotePlayer(HttpClient http, ILogger<RemotePlayer> log) : IPlayer
{
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    /// <inheritdoc/>
    public async Task<Playlist?> PlaylistForAsync(PlaylistRequest request, CancellationToken cancel)
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
        // Away, too slow, answering nonsense, or known to be away (the circuit breaker): no music for now.
        catch (Exception error) when (error is HttpRequestException or ExecutionRejectedException or JsonException
            or InvalidOperationException) // the last: a character set that nobody knows
        {
            if (error is not BrokenCircuitException) // it was told already
            {
                LogAway(log, http.BaseAddress, error.Message);
            }

            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The player at {Address} does not answer. {Error}")]
    private static partial void LogAway(ILogger log, Uri? address, string error);
}

/// <summary>
/// Hands on an answer when all of it is there, so that the limits of time and of failures are for the body too: a player
/// that stops in the middle is one that does not answer.
/// </summary>
internal sealed class WholeAnswers : DelegatingHandler
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
