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
        foreach (var url in urls.Split(';', StringSplitOptions.RemoveEmptyEntries).Where(url => !IsAddress(url)))
        {
            throw new StartupException($"--urls: found '{url}', expected addresses such as http://127.0.0.1:8080, "
                + "with semicolons between them.");
        }

        host.UseUrls([.. urls.Split(';'), .. MetricsAccess.PortOf(configuration) is { } metrics ? new[] { $"http://*:{metrics}" } : []]);
    }

    private static bool IsAddress(string url)
    {
        try
        {
            return BindingAddress.Parse(url) is { Port: >= 0 and <= 65535, Scheme: "http" or "https" };
        }
        catch (FormatException)
        {
            return false;
        }
    }

    private static int Parse(string port) => int.TryParse(port, out var number) && number is >= 0 and <= 65535
        ? number
        : throw new StartupException($"PORT: found '{port}', expected a number from 0 to 65535.");
}
