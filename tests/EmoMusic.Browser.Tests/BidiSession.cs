using System.Collections.Concurrent;
using System.Net.WebSockets;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace EmoMusic.Browser.Tests;

/// <summary>A session of WebDriver BiDi (https://w3c.github.io/webdriver-bidi): commands and events as JSON over a WebSocket.</summary>
internal sealed class BidiSession : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly ClientWebSocket socket = new();
    private readonly ConcurrentDictionary<int, TaskCompletionSource<JsonNode>> waiting = [];
    private Task reading = Task.CompletedTask;
    private int last;

    private BidiSession()
    {
    }

    /// <summary>An event: its name and its parameters.</summary>
    public event Action<string, JsonNode>? Happened;

    /// <summary>Connects and begins a session.</summary>
    public static async Task<BidiSession> OpenAsync(Uri address)
    {
        var session = new BidiSession();
        await session.socket.ConnectAsync(address, CancellationToken.None);
        session.reading = session.ReadAsync();
        await session.SendAsync("session.new", new() { ["capabilities"] = new JsonObject() });
        return session;
    }

    /// <summary>Sends a command and returns its result. One at a time.</summary>
    /// <exception cref="InvalidOperationException">The browser refused it.</exception>
    public async Task<JsonNode> SendAsync(string method, JsonObject parameters)
    {
        var id = Interlocked.Increment(ref last);
        var answer = waiting[id] = new(TaskCreationOptions.RunContinuationsAsynchronously);
        var command = new JsonObject { ["id"] = id, ["method"] = method, ["params"] = parameters };
        await socket.SendAsync(
            JsonSerializer.SerializeToUtf8Bytes(command), WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        return await answer.Task.WaitAsync(Timeout);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        socket.Abort();
        await reading;
        socket.Dispose();
    }

    private async Task ReadAsync()
    {
        var part = new byte[1 << 16];
        using var message = new MemoryStream();
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(part, CancellationToken.None);
                message.Write(part, 0, received.Count);
                if (received.EndOfMessage)
                {
                    Take(JsonNode.Parse(message.ToArray())!);
                    message.SetLength(0);
                }
            }
        }
        catch (Exception exception) when (exception is WebSocketException or OperationCanceledException or JsonException)
        {
            foreach (var answer in waiting.Values)
            {
                answer.TrySetException(exception); // the browser is gone
            }
        }
    }

    private void Take(JsonNode message)
    {
        if (message["id"] is not JsonNode id)
        {
            Happened?.Invoke((string)message["method"]!, message["params"]!);
        }
        else if (waiting.TryRemove((int)id, out var answer))
        {
            _ = (string)message["type"]! == "success"
                ? answer.TrySetResult(message["result"]!)
                : answer.TrySetException(new InvalidOperationException($"{message["error"]}: {message["message"]}"));
        }
    }
}
