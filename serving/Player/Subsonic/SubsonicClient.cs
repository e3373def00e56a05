using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>A client of one Subsonic server, protocol version 1.16.1.</summary>
internal sealed class SubsonicClient : IDisposable
{
    private const int SaltBytes = 8;
    private const int MaxAnswerBytes = 64 * 1024 * 1024;

    private readonly SubsonicOptions server;
    private readonly X509Certificate2? trusted;
    private readonly HttpClient http;
    private volatile string? accepted; // the kind of authentication that the server accepts

    public SubsonicClient(IOptions<SubsonicOptions> options, IHostEnvironment host)
    {
        server = options.Value;
        trusted = SubsonicOptionsValidator.LoadCertificate(server, host);
        // Not from the factory, whose clients log URLs: ours contain the token.
        http = new HttpClient(new SocketsHttpHandler
        {
            PooledConnectionLifetime = TimeSpan.FromMinutes(5),
            SslOptions = new SslClientAuthenticationOptions { RemoteCertificateValidationCallback = IsTrusted },
        })
        {
            Timeout = TimeSpan.FromSeconds(10),
            MaxResponseContentBufferSize = MaxAnswerBytes,
        };
    }

    /// <summary>Whether a server is configured.</summary>
    public bool IsConfigured => server.Address is not null;

    /// <summary>md5(password + salt) in lower-case hex, as the protocol requires.</summary>
    public static string Token(string password, string salt) =>
#pragma warning disable CA5351 // The protocol requires MD5; API keys avoid it.
        Convert.ToHexStringLower(MD5.HashData(Encoding.UTF8.GetBytes(password + salt)));
#pragma warning restore CA5351

    /// <summary>Calls a method of the API.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, rejects the call, or its response is invalid.</exception>
    public async Task<JsonElement> CallAsync(
        string method, CancellationToken cancel, params IEnumerable<(string Name, string Value)> parameters)
    {
        var isKnown = accepted is not null;
        var kind = await AuthenticateAsync(cancel);
        try
        {
            return await CallAsync(kind, method, parameters, cancel);
        }
        catch (SubsonicException error) when (isKnown && error.Kind == SubsonicFailure.Credentials && Candidates().Count > 1)
        {
            accepted = null; // the server was replaced, or its settings changed
            return await CallAsync(await AuthenticateAsync(cancel), method, parameters, cancel);
        }
    }

    /// <summary>Opens a song's audio, or its cover.</summary>
    /// <exception cref="SubsonicException">The server is unavailable, or answers with an error.</exception>
    public async Task<HttpResponseMessage> OpenAsync(
        string method, string id, string? range, HttpMethod verb, CancellationToken cancel)
    {
        try
        {
            using var request = new HttpRequestMessage(verb, Address(await AuthenticateAsync(cancel), method, [("id", id)]));
            if (range is not null)
            {
                request.Headers.TryAddWithoutValidation("Range", range);
            }

            var response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
            // Errors arrive as JSON with status 200, and a proxy's login page as HTML.
            var isMedia = response.IsSuccessStatusCode
                && response.Content.Headers.ContentType?.MediaType?.ToLowerInvariant() is { } type
                && !type.EndsWith("json") && !type.EndsWith("xml") && !type.StartsWith("text/");
            if (isMedia || response.StatusCode == HttpStatusCode.RequestedRangeNotSatisfiable)
            {
                return response;
            }

            response.Dispose();
            throw new SubsonicException($"{Server}: the Subsonic server no longer has this track.", SubsonicFailure.NotFound);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException // the latter if it goes while it is called
            or UriFormatException // of a redirection
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw new SubsonicException(
                CertificateSentence(error) ?? $"{Server}: the Subsonic server is unavailable.", SubsonicFailure.Unavailable, error);
        }
    }

    /// <summary>The answer is not of the protocol.</summary>
    public SubsonicException InvalidResponse(SubsonicFailure kind = SubsonicFailure.Refused, Exception? cause = null) =>
        new($"{Server}: the Subsonic server sent no valid response. Local music keeps playing.", kind, cause);

    /// <inheritdoc/>
    public void Dispose()
    {
        http.Dispose();
        trusted?.Dispose();
    }

    // Without credentials, which a URL may contain as well.
    private string Server => server.Address!.GetComponents(UriComponents.SchemeAndServer | UriComponents.Path, UriFormat.UriEscaped);

    private bool MaySendPassword => server.AllowPasswordOverHttp || server.Address!.Scheme == Uri.UriSchemeHttps || server.Address.IsLoopback;

    private List<string> Candidates()
    {
        var chosen = server.Authentication.ToLowerInvariant();
        if (chosen != "auto")
        {
            return [chosen];
        }

        var all = new List<string>();
        if (server.ApiKey is { Length: > 0 })
        {
            all.Add("apikey");
        }

        if (server.User is { Length: > 0 })
        {
            all.Add("token");
            all.Add("password");
        }

        return all is [] ? ["token"] : all;
    }

    // The first kind of authentication that the server accepts.
    private async Task<string> AuthenticateAsync(CancellationToken cancel)
    {
        if (accepted is { } known)
        {
            return known;
        }

        var candidates = Candidates();
        SubsonicException? refusal = null;
        foreach (var kind in candidates)
        {
            if (kind == "password" && !MaySendPassword)
            {
                refusal = refusal?.Message.EndsWith(WrongPassword, StringComparison.Ordinal) == true ? refusal : new SubsonicException(
                    $"{Server}: the Subsonic server accepts only the password itself, which is not sent over plain HTTP. Use "
                    + "https://, an API key, or set Player:Subsonic:AllowPasswordOverHttp=true.", SubsonicFailure.Credentials, refusal);
                continue;
            }

            try
            {
                if (candidates.Count > 1)
                {
                    await CallAsync(kind, "ping", [], cancel);
                }

                return accepted = kind;
            }
            catch (SubsonicException error) when (error.Kind == SubsonicFailure.Credentials)
            {
                // That the password is wrong says more than that a way is not supported.
                refusal = refusal?.Message.EndsWith(WrongPassword, StringComparison.Ordinal) == true ? refusal : error;
            }
        }

        throw refusal!;
    }

    private async Task<JsonElement> CallAsync(
        string kind, string method, IEnumerable<(string Name, string Value)> parameters, CancellationToken cancel)
    {
        try
        {
            using var response = await http.GetAsync(Address(kind, method, parameters), cancel);
            var body = await response.Content.ReadAsByteArrayAsync(cancel);
            // Some servers answer with an error's status, and the error in the body.
            var answer = Read(body, response);
            return answer.Text("status") == "ok" ? answer : throw Rejected(answer.Child("error"), method);
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or JsonException or InvalidOperationException
            or UriFormatException // of a redirection
            || (error is OperationCanceledException && !cancel.IsCancellationRequested))
        {
            throw CertificateSentence(error) is { } sentence
                ? new SubsonicException(sentence, SubsonicFailure.Unavailable, error)
                : InvalidResponse(error is JsonException ? SubsonicFailure.Refused : SubsonicFailure.Unavailable, error);
        }
    }

    private JsonElement Read(byte[] body, HttpResponseMessage response)
    {
        try
        {
            var answer = SubsonicAnswer.Parse(body);
            if (answer is { } found)
            {
                return found;
            }
        }
        catch (JsonException) when (response.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
        {
            throw new SubsonicException($"{Server}{WrongPassword}", SubsonicFailure.Credentials);
        }

        response.EnsureSuccessStatusCode();
        throw new SubsonicException($"{Server}: not a Subsonic server. Check Player:Subsonic:Url.", SubsonicFailure.Unavailable);
    }

    private Uri Address(string kind, string method, IEnumerable<(string Name, string Value)> parameters)
    {
        var salt = RandomNumberGenerator.GetHexString(2 * SaltBytes, lowercase: true);
        IEnumerable<(string, string)> credentials = kind switch
        {
            "apikey" => [("apiKey", server.ApiKey ?? "")],
            "password" => [("u", server.User ?? ""), ("p", "enc:" + Convert.ToHexStringLower(Encoding.UTF8.GetBytes(server.Password ?? "")))],
            _ => [("u", server.User ?? ""), ("t", Token(server.Password ?? "", salt)), ("s", salt)],
        };
        var query = credentials.Concat([("v", "1.16.1"), ("c", "EmoMusic"), ("f", "json")]).Concat(parameters)
            .Select(part => $"{part.Item1}={Uri.EscapeDataString(part.Item2)}");
        return new Uri($"{server.Address!.ToString().TrimEnd('/')}/rest/{method}?{string.Join('&', query)}");
    }

    private const string WrongPassword = ": the Subsonic server rejected the user name or password. Check Player:Subsonic.";

    // The codes of https://opensubsonic.netlify.app/docs/responses/error; 10 is what supysonic says to a token.
    private SubsonicException Rejected(JsonElement? error, string method)
    {
        var message = error?.Text("message");
        var (sentence, kind) = error?.Number("code") switch
        {
            40 => (WrongPassword, SubsonicFailure.Credentials),
            41 => (": the Subsonic server checks passwords with LDAP, and so accepts no token. Use an API key, or "
                + "Player:Subsonic:Authentication=password.", SubsonicFailure.Credentials),
            42 => (": the Subsonic server does not support this kind of authentication. Set Player:Subsonic:Authentication to another.",
                SubsonicFailure.Credentials),
            43 => (": the Subsonic server got two kinds of credentials. Set either Player:Subsonic:ApiKey, or User and Password.",
                SubsonicFailure.Credentials),
            44 => (": the Subsonic server rejected the API key. Check Player:Subsonic:ApiKey.", SubsonicFailure.Credentials),
            10 when method == "ping" => (": the Subsonic server does not support this kind of authentication. Set "
                + "Player:Subsonic:Authentication to another.", SubsonicFailure.Credentials),
            50 => (": the Subsonic server does not allow this user to do that. Check the user's rights there.", SubsonicFailure.Refused),
            20 or 30 => ($": the Subsonic server speaks another version of the protocol. {message}", SubsonicFailure.Refused),
            70 => ($": the Subsonic server reported an error: {message ?? "not found"}", SubsonicFailure.NotFound),
            _ => ($": the Subsonic server reported an error: {message ?? "no reason given"}", SubsonicFailure.Refused),
        };
        return new(Server + sentence, kind);
    }

    private string? CertificateSentence(Exception error) => error.InnerException is AuthenticationException
        ? $"{Server}: the Subsonic server's certificate is not trusted. If it is self-signed, save it as a file and set "
            + "Player:Subsonic:Certificate to its path."
        : null;

    private bool IsTrusted(object sender, X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors)
    {
        if (errors == SslPolicyErrors.None || trusted is null || certificate is not X509Certificate2 shown)
        {
            return errors == SslPolicyErrors.None;
        }

        if (shown.RawDataMemory.Span.SequenceEqual(trusted.RawDataMemory.Span))
        {
            return true; // this very certificate, whatever its names and dates
        }

        using var own = new X509Chain();
        own.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        own.ChainPolicy.CustomTrustStore.Add(trusted);
        own.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        foreach (var element in chain?.ChainElements ?? Enumerable.Empty<X509ChainElement>())
        {
            own.ChainPolicy.ExtraStore.Add(element.Certificate);
        }

        return (errors & SslPolicyErrors.RemoteCertificateNameMismatch) == 0 && own.Build(shown);
    }
}
