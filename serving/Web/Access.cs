using System.Collections.Concurrent;
using System.Globalization;
using System.Net.Http.Headers;
using System.Security.Cryptography;
using System.Text;
using System.Threading.RateLimiting;

namespace EmoMusic.Serving.Web;

/// <summary>
/// One password for a household: <c>Access:Password</c>, as it is or as <c>hash-password</c> prints it. Without it, the server is
/// open. A browser asks once and keeps a signed cookie for a month; curl and other players send the password by HTTP Basic, with
/// any user name.
/// </summary>
internal sealed class Access : IDisposable
{
    /// <summary>The option.</summary>
    public const string Option = "Access:Password";

    private const string CookieName = "access";
    private const string Bearer = "Bearer";
    private const int MaxRemembered = 1000; // passwords sent with every request are checked once

    private static readonly TimeSpan Lifetime = TimeSpan.FromDays(30);

    private readonly PasswordHash password;
    private readonly byte[] key;
    private readonly ConcurrentDictionary<string, bool> known = new(); // hashes of Authorization headers

    private readonly PartitionedRateLimiter<string> attempts = PartitionedRateLimiter.Create<string, string>(client =>
        RateLimitPartition.GetTokenBucketLimiter(client, _ => new()
        {
            TokenLimit = 10,
            TokensPerPeriod = 1,
            ReplenishmentPeriod = TimeSpan.FromSeconds(6),
        }));

    private Access(PasswordHash password) => (this.password, key) = (password, password.DeriveKey("cookie"));

    /// <summary>The access control that the configuration asks for; null if it asks for none.</summary>
    /// <exception cref="StartupException">The hash is not valid.</exception>
    private static Access? From(IConfiguration configuration)
    {
        if (configuration[Option] is not { Length: > 0 } given)
        {
            return null;
        }

        return new(PasswordHash.Parse(given) ?? (given.StartsWith("pbkdf2-", StringComparison.Ordinal)
            ? throw new StartupException(
                $"{Option}: found a hash that is incomplete or of another kind, expected what `hash-password` prints.")
            : PasswordHash.Of(given, "EmoMusic"u8.ToArray()))); // not stored, so that its salt protects nothing
    }

    /// <summary>Adds the access control, if the configuration asks for one.</summary>
    public static void Add(IServiceCollection services, IConfiguration configuration)
    {
        if (From(configuration) is { } access)
        {
            services.AddSingleton(access);
        }
    }

    /// <summary>Puts it before everything that follows.</summary>
    public static void Use(WebApplication app)
    {
        if (app.Services.GetService<Access>() is { } access)
        {
            app.Use(next => context => access.InvokeAsync(context, next));
        }
    }

    /// <summary>Answers requests without the password with 401, except health checks.</summary>
    public async Task InvokeAsync(HttpContext context, RequestDelegate next)
    {
        var path = context.Request.Path;
        if (path.StartsWithSegments("/health", StringComparison.Ordinal) || IsTokenValid(context.Request.Cookies[CookieName])
            || IsTokenValid(BearerOf(context.Request)))
        {
            await next(context);
            return;
        }

        if (PasswordOf(context.Request) is not { } given)
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "A password is needed.");
        }
        else if (IsRemembered(context.Request))
        {
            await next(context);
        }
        else if (!attempts.AttemptAcquire(context.Client()).IsAcquired)
        {
            context.Response.Headers.RetryAfter = "60";
            await RefuseAsync(context, StatusCodes.Status429TooManyRequests, "Too many wrong passwords. Try again in a minute.");
        }
        else if (password.Matches(given))
        {
            Remember(context);
            await next(context);
        }
        else
        {
            await RefuseAsync(context, StatusCodes.Status401Unauthorized, "The password is wrong.");
        }
    }

    /// <summary>A bearer token for requests of this program to itself, or to its other role.</summary>
    public AuthenticationHeaderValue CreateToken() => new(Bearer, Sign(DateTimeOffset.UtcNow.AddMinutes(1).ToUnixTimeSeconds()));

    /// <inheritdoc/>
    public void Dispose() => attempts.Dispose();

    private static string? BearerOf(HttpRequest request) =>
        AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header) && header.Scheme == Bearer
            ? header.Parameter : null;

    private static async Task RefuseAsync(HttpContext context, int status, string detail)
    {
        if (status == StatusCodes.Status401Unauthorized)
        {
            context.Response.Headers.WWWAuthenticate = "Basic realm=\"EmoMusic\", charset=\"UTF-8\""; // the browser asks for it
        }

        await TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
    }

    private static string? PasswordOf(HttpRequest request)
    {
        if (!AuthenticationHeaderValue.TryParse(request.Headers.Authorization, out var header)
            || !"Basic".Equals(header.Scheme, StringComparison.OrdinalIgnoreCase) || header.Parameter is not { } encoded)
        {
            return null;
        }

        var bytes = new byte[encoded.Length];
        if (!Convert.TryFromBase64String(encoded, bytes, out var length))
        {
            return null;
        }

        var text = Encoding.UTF8.GetString(bytes, 0, length);
        return text.IndexOf(':', StringComparison.Ordinal) is var colon and >= 0 ? text[(colon + 1)..] : null;
    }

    private static string Digest(HttpRequest request) =>
        Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(request.Headers.Authorization.ToString())));

    private bool IsRemembered(HttpRequest request) => known.ContainsKey(Digest(request));

    private void Remember(HttpContext context)
    {
        if (known.Count < MaxRemembered)
        {
            known[Digest(context.Request)] = true;
        }

        var until = DateTimeOffset.UtcNow.Add(Lifetime);
        context.Response.Cookies.Append(CookieName, Sign(until.ToUnixTimeSeconds()), new CookieOptions
        {
            HttpOnly = true,
            SameSite = SameSiteMode.Strict,
            Secure = context.Request.IsHttps,
            Expires = until,
            IsEssential = true,
        });
    }

    // The time until which it is valid, and a signature: valid on every replica with the same hash, and after a restart.
    private string Sign(long until)
    {
        var text = until.ToString(CultureInfo.InvariantCulture);
        return $"{text}.{Convert.ToHexString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}";
    }

    private bool IsTokenValid(string? token) => token?.Split('.') is [var text, _]
        && long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var until)
        && until > DateTimeOffset.UtcNow.ToUnixTimeSeconds()
        && CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(Sign(until)), Encoding.UTF8.GetBytes(token));
}
