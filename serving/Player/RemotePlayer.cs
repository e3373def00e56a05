using System.Net.Http.Json;
using System.Text.Json;
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
    public async Task<Playlist?> PlaylistForAsync(Emotion mood, CancellationToken cancel)
    {
        try
        {
            return await http.GetFromJsonAsync<Playlist>($"api/playlists/{mood.Name()}", Format, cancel);
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
