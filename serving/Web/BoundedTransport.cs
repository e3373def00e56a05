using System.Net;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Server.Kestrel.Transport.Sockets;
using Microsoft.Extensions.Options;

namespace EmoMusic.Serving.Web;

/// <summary>
/// Accepts no more connections than there are files for. Kestrel rejects what is beyond its limit after it has accepted it, and on
/// a busy machine hundreds would be waiting for that: the process aborts when it has no file left. Here they wait in the system's
/// queue until those before them are rejected.
/// </summary>
/// <param name="sockets">Kestrel's transport.</param>
/// <param name="places">
/// One for each connection, those that are being rejected included. Nobody disposes of it: connections end after the server does.
/// </param>
internal sealed class BoundedTransport(SocketTransportFactory sockets, SemaphoreSlim places) : IConnectionListenerFactory
{
    /// <inheritdoc/>
    public async ValueTask<IConnectionListener> BindAsync(EndPoint endpoint, CancellationToken cancellationToken = default) =>
        new Listener(await sockets.BindAsync(endpoint, cancellationToken), places);

    private sealed class Listener(IConnectionListener listener, SemaphoreSlim places) : IConnectionListener
    {
        private readonly CancellationTokenSource unbound = new();

        public EndPoint EndPoint => listener.EndPoint;

        public async ValueTask<ConnectionContext?> AcceptAsync(CancellationToken cancellationToken = default)
        {
            using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken, unbound.Token);
            try
            {
                await places.WaitAsync(either.Token);
            }
            catch (OperationCanceledException) when (unbound.IsCancellationRequested)
            {
                return null; // it listens no more
            }

            var connection = await listener.AcceptAsync(cancellationToken);
            if (connection is null)
            {
                places.Release();
            }
            else
            {
                connection.ConnectionClosed.Register(() => places.Release());
            }

            return connection;
        }

        public ValueTask UnbindAsync(CancellationToken cancellationToken = default)
        {
            unbound.Cancel();
            return listener.UnbindAsync(cancellationToken);
        }

        public ValueTask DisposeAsync()
        {
            unbound.Dispose();
            return listener.DisposeAsync();
        }
    }
}

internal static class BoundedTransportExtensions
{
    /// <summary>Replaces Kestrel's transport.</summary>
    /// <param name="services">The services.</param>
    /// <param name="most">The most connections that are open at a time, those that are being rejected included.</param>
    public static void AddBoundedTransport(this IServiceCollection services, int most) =>
        services.AddSingleton<IConnectionListenerFactory>(provider => new BoundedTransport(
            new SocketTransportFactory(
                provider.GetRequiredService<IOptions<SocketTransportOptions>>(), provider.GetRequiredService<ILoggerFactory>()),
            new SemaphoreSlim(most)));
}
