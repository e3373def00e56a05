using System.Net;
using System.Net.Sockets;

namespace EmoMusic.Serving.Tests.Replicas;

/// <summary>
/// What a Kubernetes service does: hands each new connection to the next of the ready addresses, and leaves the others where they
/// are.
/// </summary>
internal sealed class Balancer : IDisposable
{
    private const int MaxAttempts = 3;

    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private Uri[] ready = [];
    private int next;

    public Balancer()
    {
        listener.Start();
        Address = new Uri($"http://{listener.LocalEndpoint}");
        _ = AcceptAsync();
    }

    /// <summary>Where clients connect to.</summary>
    public Uri Address { get; }

    /// <summary>The addresses that new connections go to.</summary>
    public void Use(IEnumerable<Uri> addresses) => Volatile.Write(ref ready, [.. addresses]);

    /// <inheritdoc/>
    public void Dispose() => listener.Dispose();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
            {
                _ = ServeAsync(await listener.AcceptTcpClientAsync());
            }
        }
        catch (Exception error) when (error is SocketException or ObjectDisposedException)
        {
            // The test is over.
        }
    }

    private async Task ServeAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                client.NoDelay = true;
                using var server = await ConnectAsync();
                await Task.WhenAll(CopyAsync(client, server), CopyAsync(server, client));
            }
            catch (Exception error) when (error is IOException or SocketException)
            {
                // One side is gone; the other one learns it.
            }
        }
    }

    // A kernel that balances connects at once. Here, seconds may pass on a busy machine, and who was ready may have ended meanwhile.
    private async Task<TcpClient> ConnectAsync()
    {
        for (var attempt = 1; ; attempt++)
        {
            var addresses = Volatile.Read(ref ready);
            var address = addresses[Interlocked.Increment(ref next) % addresses.Length];
            var server = new TcpClient { NoDelay = true };
            try
            {
                await server.ConnectAsync(address.Host, address.Port);
                return server;
            }
            catch (SocketException) when (attempt < MaxAttempts)
            {
                server.Dispose();
            }
        }
    }

    private static async Task CopyAsync(TcpClient from, TcpClient to)
    {
        try
        {
            await from.GetStream().CopyToAsync(to.GetStream());
            to.Client.Shutdown(SocketShutdown.Send);
        }
        catch
        {
            to.Close();
            throw;
        }
    }
}
