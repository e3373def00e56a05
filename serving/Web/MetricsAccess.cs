using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Who may read /metrics: this machine; with <c>Metrics:Key</c>, those who send it as a bearer token; with <c>Metrics:Port</c>, those
/// who reach that port, which answers nothing else but health checks.
/// </summary>
internal static class MetricsAccess
{
    private const string KeyOption = "Metrics:Key";
    private const string PortOption = "Metrics:Port";

    /// <summary>The port for metrics alone; null if there is none.</summary>
    /// <exception cref="StartupException">It is not a port.</exception>
    public static int? PortOf(IConfiguration configuration) => configuration[PortOption] is not { Length: > 0 } text ? null
        : int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is >= 1 and <= 65535 ? port
        : throw new StartupException($"{PortOption}: found '{text}', expected a number from 1 to 65535.");

    public static void UseMetricsAccess(this WebApplication app)
    {
        var port = PortOf(app.Configuration);
        var key = app.Configuration[KeyOption] is { Length: > 0 } text ? Encoding.UTF8.GetBytes($"Bearer {text}") : null;
        app.Use((context, next) =>
        {
            var isOwnPort = context.Connection.LocalPort == port;
            if (!context.Request.Path.StartsWithSegments("/metrics", StringComparison.OrdinalIgnoreCase))
            {
                return isOwnPort && !context.Request.Path.StartsWithSegments("/health", StringComparison.Ordinal)
                    ? Refuse(context, StatusCodes.Status404NotFound, "Only /metrics and /health are here.") : next(context);
            }

            return isOwnPort || IsLocal(context) || HasKey(context, key) ? next(context)
                : Refuse(context, StatusCodes.Status403Forbidden,
                    $"Metrics are for this machine only. {KeyOption} opens them with a bearer token, {PortOption} on a port of their own.");
        });
    }

    // A proxy on this machine that nobody named speaks for others, and says so.
    private static bool IsLocal(HttpContext context) =>
        context.Connection.RemoteIpAddress is { } address && System.Net.IPAddress.IsLoopback(address)
        && !context.Request.Headers.ContainsKey("X-Forwarded-For") && !context.Request.Headers.ContainsKey("Forwarded");

    private static bool HasKey(HttpContext context, byte[]? key) => key is not null
        && CryptographicOperations.FixedTimeEquals(key, Encoding.UTF8.GetBytes(context.Request.Headers.Authorization.ToString()));

    private static Task Refuse(HttpContext context, int status, string detail) =>
        TypedResults.Problem(detail, statusCode: status).ExecuteAsync(context);
}
