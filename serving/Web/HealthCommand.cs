using System.Globalization;
using System.Net.Sockets;

namespace EmoMusic.Serving.Web;

/// <summary><c>health</c>: asks the server on this machine whether it is ready, so that an image needs no other program to.</summary>
internal static class HealthCommand
{
    /// <summary>Name on the command line.</summary>
    public const string Name = "health";

    private const string DefaultPort = "8080";

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(2);

    /// <summary>Requests /health/ready on the port that <c>PORT</c> sets.</summary>
    /// <returns>The exit code: 0 if it is ready.</returns>
    public static int Run()
    {
        var port = Environment.GetEnvironmentVariable("PORT");
        var url = string.Create(
            CultureInfo.InvariantCulture, $"http://localhost:{(string.IsNullOrEmpty(port) ? DefaultPort : port)}/health/ready");
        try
        {
            using var http = new HttpClient { Timeout = Timeout };
            using var response = http.Send(new HttpRequestMessage(HttpMethod.Get, url));
            Console.WriteLine($"{url}: {(int)response.StatusCode}");
            return response.IsSuccessStatusCode ? 0 : 1;
        }
        catch (Exception error) when (error is HttpRequestException or SocketException or TaskCanceledException or UriFormatException)
        {
            Console.Error.WriteLine($"{url}: {error.Message}");
            return 1;
        }
    }
}
