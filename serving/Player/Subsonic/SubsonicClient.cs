using System.Net.Http.Json;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A Subsonic server does not do what it was asked. The message is a sentence for the listener.</summary>
internal sealed class SubsonicException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>Speaks the Subsonic protocol, version 1.16.1, to one server.</summary>
internal sealed class SubsonicClient(IOptions<PlayerOptions> options) : IDisposable
{
    private const int SaltBytes = 8;
    private const int WrongPassword = 40; // and 41 to 44: other reasons to refuse a user

    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web)
    {
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
    };

    // One of its own: those of the factory write addresses into the log, and ours hold the token.
    private readonly HttpClient http = new(new SocketsHttpHandler { PooledConnectionLifetime = TimeSpan.FromMinutes(5) })
    {
        Timeout = TimeSpan.FromSeconds(10),
    };

    private readonly SubsonicOptions server = options.Value.Subsonic;

    /// <summary>Whether there is a server.</summary>
    public bool IsThere => server.Url is not null;

    /// <summary>md5(password + salt) in lower-case hex, as the protocol wants it.</summary>
    public static string Token(string password, string salt) =>
#pragma warning disable CA5351 // The protocol says MD5; that is why servers have API keys by now.
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password + salt)));
#pragma warning restore CA5351

    /// <summary>Calls a method.</summary>
    /// <exception cref="SubsonicException">The server is away, refuses us, or answers something else.</exception>
    public async Task<SubsonicAnswer> CallAsync(
        string method, CancellationToken cancel, params IEnumerable<(string Name, string Value)> parameters)
    {
        try
        {
            using var response = await http.GetAsync(Address(method, parameters), cancel);
            response.EnsureSuccessStatusCode();
            var answers = await response.Content.ReadFromJsonAsync<Dictionary<string, SubsonicAnswer>>(Format, cancel);
            var answer = answers?.GetValueOrDefault("subsonic-response")
                ?? throw new SubsonicException($"{Server}: found no Subsonic server there. See Player:Subsonic:Url.");
            return answer.Status == "ok" ? answer : throw Refused(answer.Error);
        }
        catch (Exception error) when (error is HttpRequestException or JsonException or InvalidOperationException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new SubsonicException(
                $"{Server}: the Subsonic server does not answer as one. Local music goes on meanwhile.", error);
        }
    }

    /// <summary>Opens a stream of bytes: a song's sound, or its cover.</summary>
    /// <exception cref="SubsonicException">The server is away, or answers an error.</exception>
    public async Task<HttpResponseMessage> OpenAsync(
        string method, string id, string? range, HttpMethod how, CancellationToken cancel)
    {
        using var request = new HttpRequestMessage(how, Address(method, [("id", id)]));
        if (range is not null)
        {
            request.Headers.TryAddWithoutValidation("Range", range);
        }

        try
        {
            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            // An error comes as JSON inside a 200.
            var isMedia = response.IsSuccessStatusCode
                && response.Content.Headers.ContentType?.MediaType is { } type && !type.EndsWith("json") && !type.EndsWith("xml");
            if (isMedia || response.StatusCode == System.Net.HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            response.Dispose();
            throw new SubsonicException($"{Server}: the Subsonic server has not got this track any more.");
        }
        catch (Exception error) when (error is HttpRequestException
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new SubsonicException($"{Server}: the Subsonic server does not answer.", error);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => http.Dispose();

    // Without a user's name and password, which an address may hold as well.
    private string Server => server.Url!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private Uri Address(string method, IEnumerable<(string Name, string Value)> parameters)
    {
        var salt = RandomNumberGenerator.GetHexString(2 * SaltBytes, lowercase: true);
        IEnumerable<(string, string)> who = server.ApiKey is { Length: > 0 } key
            ? [("apiKey", key)]
            : [("u", server.User ?? ""), ("t", Token(server.Password ?? "", salt)), ("s", salt)];
        var query = who.Concat([("v", "1.16.1"), ("c", "EmoMusic"), ("f", "json")]).Concat(parameters)
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}");
        return new Uri($"{server.Url!.ToString().TrimEnd('/')}/rest/{method}?{string.Join('&', query)}");
    }

    private SubsonicException Refused(SubsonicError? error) => new(error is { Code: >= WrongPassword and <= WrongPassword + 4 }
        ? $"{Server}: the Subsonic server refuses the user or the password. See Player:Subsonic."
        : $"{Server}: the Subsonic server says no: {error?.Message ?? "it gives no reason"}");
}
