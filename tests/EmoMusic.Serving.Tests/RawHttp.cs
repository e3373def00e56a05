using System.Net.Sockets;
using System.Text;

namespace EmoMusic.Serving.Tests;

/// <summary>HTTP by hand, for what no well-behaved client would send.</summary>
internal static class RawHttp
{
    /// <summary>Sends bytes as they are and reads the answer, until the other side closes; empty when it hangs up.</summary>
    /// <param name="address">Where to.</param>
    /// <param name="request">All that is sent.</param>
    /// <param name="endAfter">When to say that nothing will follow, if there is no answer until then.</param>
    /// <param name="cancel">Ends the waiting.</param>
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
            // It closed while we wrote or read: what came until then is the answer.
        }

        return Encoding.UTF8.GetString(answer.ToArray());
    }

    /// <summary>Gets a path that a client library would tidy up first.</summary>
    public static Task<string> GetAsync(Uri address, string path) => SendAsync(
        address, Encoding.Latin1.GetBytes($"GET {path} HTTP/1.1\r\nHost: {address.Authority}\r\nConnection: close\r\n\r\n"));

    /// <summary>The status of an answer.</summary>
    public static int StatusOf(string answer) => int.Parse(answer.Split(' ', 3)[1]);
}
