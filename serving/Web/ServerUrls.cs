using Microsoft.AspNetCore.Http;

namespace EmoMusic.Serving.Web;

/// <summary>The URLs the server listens on.</summary>
internal static class ServerUrls
{
    private const string Default = "http://localhost:8080";

    /// <summary>
    /// Uses <c>--urls</c>; else all addresses at the port in <c>PORT</c>, which hosting platforms set; else
    /// <see cref="Default"/>, reachable from this machine only.
    /// </summary>
    public static void ConfigureUrls(this IWebHostBuilder host, IConfiguration configuration)
    {
        var port = configuration["PORT"];
        var urls = configuration["urls"] ?? (port is null ? Default : $"http://*:{Parse(port)}");
        host.UseUrls([
            .. urls.TrimEnd(';').Split(';').Select(Check),
            .. MetricsAccess.PortOf(configuration) is { } metrics ? new[] { $"http://*:{metrics}" } : [],
        ]);
    }

    private static string Check(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= 65535, PathBase: "", Scheme: "http" or "https" } ? url
                : throw new FormatException("another scheme, a path, or a port above 65535");
        }
        catch (FormatException error)
        {
            throw new StartupException(
                $"--urls: found '{url}', expected URLs such as http://localhost:8080, separated by semicolons.", error);
        }
    }

    private static int Parse(string port) => int.TryParse(port, out var number) && number is >= 0 and <= 65535
        ? number
        : throw new StartupException($"PORT: found '{port}', expected a number from 0 to 65535.");
}
