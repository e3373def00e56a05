using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Player.Subsonic;

/// <summary>
/// The configuration section <c>Player:Subsonic</c>: a server that speaks the Subsonic protocol, such as Navidrome. Keep the
/// password in the environment (<c>Player__Subsonic__Password</c>) rather than in a file.
/// </summary>
public sealed class SubsonicOptions
{
    /// <summary>The name of the section.</summary>
    public const string Section = "Player:Subsonic";

    /// <summary>The server's URL, with or without "/rest"; no server is used without it.</summary>
    public string? Url { get; set; }

    /// <summary>The user name.</summary>
    public string? User { get; set; }

    /// <summary>The password. It is sent as a salted hash, or as it is to servers that accept nothing else.</summary>
    public string? Password { get; set; }

    /// <summary>An OpenSubsonic API key, instead of user and password.</summary>
    public string? ApiKey { get; set; }

    /// <summary>
    /// "apikey", "token" or "password"; "auto" tries them in this order. The password itself is sent over HTTPS or to this
    /// machine only.
    /// </summary>
    public string Authentication { get; set; } = "auto";

    /// <summary>Whether the password may be sent over plain HTTP to another machine.</summary>
    public bool AllowPasswordOverHttp { get; set; }

    /// <summary>A PEM or DER file with the server's own certificate, or with that of the authority that signed it.</summary>
    public string? Certificate { get; set; }

    /// <summary>
    /// Whether songs are copied, one at a time, and listened to like files: "always", "never", or "auto" where the server is on
    /// this machine or in its network.
    /// </summary>
    public string Analyse { get; set; } = "auto";

    /// <summary>The server's base address, without "/rest"; null if there is no server, or <see cref="Url"/> is not valid.</summary>
    public Uri? Address
    {
        get
        {
            if (Url is null || !Uri.TryCreate(Url.Trim(), UriKind.Absolute, out var url) || url.Host.Length == 0
                || url.Scheme is not ("http" or "https"))
            {
                return null;
            }

            var path = url.AbsolutePath.TrimEnd('/');
            var rest = path.EndsWith("/rest", StringComparison.OrdinalIgnoreCase) ? path.Length - "/rest".Length
                : path.IndexOf("/rest/", StringComparison.OrdinalIgnoreCase);
            return new UriBuilder(url) { Path = rest < 0 ? path : path[..rest], Query = "", Fragment = "" }.Uri;
        }
    }
}

/// <summary>Checks the options at start.</summary>
internal sealed class SubsonicOptionsValidator(IHostEnvironment host) : IValidateOptions<SubsonicOptions>
{
    private static readonly string[] Kinds = ["auto", "apikey", "token", "password"];
    private static readonly string[] WhenToAnalyse = ["auto", "always", "never"];

    /// <inheritdoc/>
    public ValidateOptionsResult Validate(string? name, SubsonicOptions options)
    {
        if (string.IsNullOrWhiteSpace(options.Url))
        {
            return ValidateOptionsResult.Success;
        }

        if (options.Address is null)
        {
            return ValidateOptionsResult.Fail(
                $"Player:Subsonic:Url: found '{WithoutPassword(options.Url)}', expected the URL of a Subsonic server with http:// or "
                + "https://, such as https://music.example.");
        }

        if (!Kinds.Contains(options.Authentication.ToLowerInvariant()))
        {
            return ValidateOptionsResult.Fail(
                $"Player:Subsonic:Authentication: found '{options.Authentication}', expected auto, apikey, token or password.");
        }

        if (!WhenToAnalyse.Contains(options.Analyse.ToLowerInvariant()))
        {
            return ValidateOptionsResult.Fail(
                $"Player:Subsonic:Analyse: found '{options.Analyse}', expected auto, always or never.");
        }

        if (Missing(options) is { } missing)
        {
            return ValidateOptionsResult.Fail($"Player:Subsonic:{missing} is not set, and the server at Player:Subsonic:Url needs it.");
        }

        try
        {
            LoadCertificate(options, host)?.Dispose();
            return ValidateOptionsResult.Success;
        }
        catch (Exception error) when (error is CryptographicException or IOException or UnauthorizedAccessException)
        {
            return ValidateOptionsResult.Fail(
                $"Player:Subsonic:Certificate: '{options.Certificate}' is no certificate in PEM or DER. {error.Message}");
        }
    }

    /// <summary>The certificate to trust; null if none is configured.</summary>
    public static X509Certificate2? LoadCertificate(SubsonicOptions options, IHostEnvironment host) =>
        options.Certificate is { Length: > 0 } path
            ? X509CertificateLoader.LoadCertificateFromFile(Path.GetFullPath(path, host.ContentRootPath)) : null;

    private static string? Missing(SubsonicOptions options) => options.Authentication.ToLowerInvariant() switch
    {
        "apikey" => string.IsNullOrEmpty(options.ApiKey) ? "ApiKey" : null,
        "auto" when !string.IsNullOrEmpty(options.ApiKey) => null,
        _ => string.IsNullOrEmpty(options.User) ? "User" : null,
    };

    private static string WithoutPassword(string url) => url.LastIndexOf('@') is var at and >= 0 ? url[(at + 1)..] : url;
}
