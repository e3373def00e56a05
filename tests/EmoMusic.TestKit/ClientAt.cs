using System.Net;
using System.Net.Sockets;

namespace EmoMusic.TestKit;

/// <summary>Clients with different addresses of this machine, 127.0.0.0/8.</summary>
public static class ClientAt
{
    /// <summary>A client that connects from an address; its cookies are its user's own matter.</summary>
    public static HttpClient From(IPAddress address, Uri server) => new(new SocketsHttpHandler
    {
        UseCookies = false,
        ConnectCallback = async (context, cancel) =>
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            socket.Bind(new IPEndPoint(address, 0));
            await socket.ConnectAsync(IPAddress.Loopback, context.DnsEndPoint.Port, cancel);
            return new NetworkStream(socket, ownsSocket: true);
        },
    })
    { BaseAddress = server };
}
