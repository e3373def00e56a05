namespace EmoMusic.Serving.Web;

/// <summary>The address to listen on.</summary>
internal static class Listening
{
    private const string Default = "http://localhost:8080";

    /// <summary>
    /// What <c>--urls</c> says; else every address at the port that <c>PORT</c> says, which is how hosting platforms
    /// tell it; else <see cref="Default"/>, which only this machine can reach.
    /// </summary>
    public static void ListenWhereTold(this IWebHostBuilder host, IConfiguration configuration)
    {
        var port = configuration["PORT"];
        if (configuration["urls"] is null)
        {
            host.UseUrls(port is null ? Default : $"http://*:{Check(port)}");
        }
    }

    private static int Check(string port) => int.TryParse(port, out var number) && number is >= 0 and <= 65535
        ? number
        : throw new StartException($"PORT: found '{port}', expected a number from 0 to 65535.");
}
