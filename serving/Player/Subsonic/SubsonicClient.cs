using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A request to a Subsonic server failed. The message is shown to the listener.</summary>
internal sealed class SubsonicException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A client of one Subsonic server, protocol version 1.16.1.</summary>
internal sealed class SubsonicClient(IOptions<SubsonicOptions> options) : IDisposable
{
    private const int SaltBytes = 8;
    private const int WrongPassword = 40; // 41 to 44 are other reasons to reject a user

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // Not from the factory, whose clients log URLs: ours contain the token.
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly SubsonicOptions server = options.Value;

    /// <summary>Whether a server is configured.</summary>
    public bool IsConfigured => server.Url is not null;

    /// <summary>md5(password + salt) in lower-case hex, as the protocol requires.</summary>
    public static string Token(string password, string salt) =>
#pragma warning disable CA5351 // The protocol requires MD5; API keys avoid it.
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password + salt)));
#pragma warning restore CA5351

    /// <summary>Calls a method of the API.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, rejects the call, or its response is invalid.</exception>
    public async Task<SubsonicResponse> CallAsync(
        string method, CancellationToken cancel, params IEnumerable<(string Name, string Value)> parameters)
    {
        try
        {
            using var response = await http.GetAsync(Address(method, parameters), cancel);
            response.EnsureSuccessStatusCode();
            var answers = await response.Content.ReadFromJsonAsync<Dictionary<string, SubsonicResponse>>(Format, cancel);
            var answer = answers?.GetValueOrDefault("subsonic-response")
                ?? throw new SubsonicException($"{Server}: not a Subsonic server. Check Player:Subsonic:Url.");
            return answer.Status == "ok" ? answer : throw Rejected(answer.Error);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or InvalidOperationException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new SubsonicException(
                $"{Server}: the Subsonic server sent no valid response. Local music keeps playing.", error);
        }
    }

    /// <summary>Opens a song's audio, or its cover.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, or answers with an error.</exception>
    public async Task<HttpResponseMessage> OpenAsync(
        string method, string id, string? range, HttpMethod verb, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(verb, Address(method, [("id", id)]));
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            // Errors arrive as JSON with status 200.
            var isMedia = response.IsSuccessStatusCode
                && response.Content.Headers.ContentType?.MediaType is { } type && !type.EndsWith("json") && !type.EndsWith("xml");
            if (isMedia || response.StatusCode == System.Net.HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            response.Dispose();
            throw new SubsonicException($"{Server}: the Subsonic server no longer has this track.");
        }
        catch (Exception error) when (error is HttpRequestException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new SubsonicException($"{Server}: the Subsonic server is unavailable.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // Without credentials, which a URL may contain as well.
    private string Server => server.Url!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private Uri Address(string method, IEnumerable<(string Name, string Value)> parameters)
    {
        var salt = RandomNumberGenerator.GetHexString(2 * SaltBytes, lowercase: true);
        IEnumerable<(string, string)> credentials = server.ApiKey is { Length: > 0 } key
            ? [("apiKey", key)]
            : [("u", server.User ?? ""), ("t", Token(server.Password ?? "", salt)), ("s", salt)];
        var query = credentials.Concat([("v", "1.16.1"), ("c", "EmoMusic"), ("f", "json")]).Concat(parameters)
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}");
        return new Uri($"{server.Url!.ToString().TrimEnd('/')}/rest/{method}?{string.Join('&', query)}");
    }

    private SubsonicException Rejected(SubsonicError? error) => new(error is { Code: >= WrongPassword and <= WrongPassword + 4 }
        ? $"{Server}: the Subsonic server rejected the user name or password. Check Player:Subsonic."
        : $"{Server}: the Subsonic server reported an error: {error?.Message ?? "no reason given"}");
}
