using System.Net.Sockets;
using System.Text;

namespace EmoMusic.Serving.Tests;

/// <summary>Raw HTTP, for requests that no well-behaved client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends raw bytes and reads the response until the server closes; empty if it closes at once.</summary>
    /// <param name="address">The server.</param>
    /// <param name="request">The bytes to send.</param>
    /// <param name="endAfter">When to shut down sending, if there is no response until then.</param>
    /// <param name="cancel">Cancels waiting.</param>
    public static async Task<string> SendAsync(
        Uri address, byte[] request, TimeSpan? endAfter = null, CancellationToken cancel = default)
    {
        using var client = new TcpClient { NoDelay = true };
        await client.ConnectAsync(address.Host, address.Port, cancel);
        var stream = client.GetStream();
        using var answer = new MemoryStream();
        try
        {
            await stream.WriteAsync(request, cancel);
            var reading = stream.CopyToAsync(answer, cancel);
            if (endAfter is { } timeout && await Task.WhenAny(reading, Task.Delay(timeout, cancel)) != reading)
            {
                client.Client.Shutdown(SocketShutdown.Send);
            }

            await reading;
        }
        catch (IOException)
        {
            // The server closed the connection: what was received is the response.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Requests a path that a client library would normalise.</summary>
    public static Task<string> GetAsync(Uri address, string path) => SendAsync(
        address, Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));

    /// <summary>The status code of a response.</summary>
    public static int StatusOf(string answer) => int.Parse(answer.Split(' ', 3)[1]);
}
