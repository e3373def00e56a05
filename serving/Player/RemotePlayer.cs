using System.Net.Http.Json;
using System.Text.Json;
using Polly;

namespace EmoMusic.Serving.Player;

/// <summary>The player in another process or container, over HTTP.</summary>
internal sealed partial class RemotePlayer(HttpClient http, ILogger<RemotePlayer> log) : IPlayer
{
    /// <inheritdoc/>
    public async Task<Playlist?> PlaylistForAsync(Emotion mood, CancellationToken cancel)
    {
        try
        {
            return await http.GetFromJsonAsync<Playlist>($"api/playlists/{mood.Name()}", cancel);
        }
        // Away, too slow, answering nonsense, or known to be away (the circuit breaker): no music for now.
        catch (Exception error) when (
            error is HttpRequestException or JsonException or ExecutionRejectedException
            && !cancel.IsCancellationRequested)
        {
            LogAway(log, http.BaseAddress, error.Message);
            return null;
        }
    }

    [LoggerMessage(LogLevel.Warning, "The player at {Address} does not answer. {Error}")]
    private static partial void LogAway(ILogger log, Uri? address, string error);
}
