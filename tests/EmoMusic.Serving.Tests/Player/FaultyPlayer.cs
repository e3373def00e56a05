using System.Net;
using System.Net.Sockets;
using System.Text;

namespace EmoMusic.Serving.Tests.Player;

/// <summary>A player service that behaves badly: it accepts every connection, and answers nonsense or nothing.</summary>
internal sealed class FaultyPlayer : IAsyncDisposable
{
    private readonly TcpListener listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource stop = new();
    private readonly byte[] answer;
    private readonly bool hangs;
    private readonly Task accepting;

    private FaultyPlayer(string answer, bool hangs)
    {
        (this.answer, this.hangs) = (Encoding.UTF8.GetBytes(answer), hangs);
        listener.Start();
        accepting = AcceptAsync();
    }

    public Uri Address => new($"http://{listener.LocalEndpoint}");

    /// <summary>One that says this and closes.</summary>
    public static FaultyPlayer Answering(string answer) => new(answer, hangs: false);

    /// <summary>One that says this, and then no more, and never closes.</summary>
    public static FaultyPlayer HangingAfter(string answer) => new(answer, hangs: true);

    public async ValueTask DisposeAsync()
    {
        await stop.CancelAsync();
        await accepting;
        listener.Dispose();
        stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        var open = new List<Task>();
        try
        {
            while (true)
            {
                open.Add(TalkAsync(await listener.AcceptTcpClientAsync(stop.Token)));
            }
        }
        catch (OperationCanceledException)
        {
            await Task.WhenAll(open);
        }
    }

    private async Task TalkAsync(TcpClient client)
    {
        using (client)
        {
            try
            {
                var stream = client.GetStream();
                await stream.ReadAtLeastAsync(new byte[65536], 1, throwOnEndOfStream: false, stop.Token);
                await stream.WriteAsync(answer, stop.Token);
                await (hangs ? Task.Delay(Timeout.Infinite, stop.Token) : Task.CompletedTask);
            }
            catch (Exception error) when (error is OperationCanceledException or IOException)
            {
                // The test is over, or the other side has had enough.
            }
        }
    }
}
