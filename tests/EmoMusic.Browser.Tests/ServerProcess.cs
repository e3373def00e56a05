using System.Diagnostics;

namespace EmoMusic.Browser.Tests;

/// <summary>The server program in its own process, on a free local port.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60);
    private readonly Process process;
    private readonly string memory; // folder of the database

    // Built with the tests, in the same configuration.
    private static string Executable => Path.Combine(
        AppContext.BaseDirectory.Replace(Path.Combine("tests", "EmoMusic.Browser.Tests"), "serving"),
        OperatingSystem.IsWindows() ? "EmoMusic.Serving.exe" : "EmoMusic.Serving");

    private ServerProcess(Process process, Uri address, string memory) =>
        (this.process, Address, this.memory) = (process, address, memory);

    /// <summary>Its base address.</summary>
    public Uri Address { get; }

    /// <summary>Starts it and waits until it is ready. Port 0 picks a free one.</summary>
    public static async Task<ServerProcess> StartAsync(string library, int port = 0, params string[] arguments)
    {
        var start = new ProcessStartInfo(Executable)
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var memory = Directory.CreateTempSubdirectory("emomusic-").FullName;
        foreach (var argument in (string[])
            ["--urls", $"http://127.0.0.1:{port}", "--Player:Library", library,
                "--Player:Database", $"Data Source={Path.Combine(memory, "player.db")}",
                "--Player:Analyse", "false", .. arguments]) // most tests need no sound
        {
            start.ArgumentList.Add(argument);
        }

        var process = Process.Start(start)!;
        var (log, address) = (new List<string>(), new TaskCompletionSource<Uri>());
        void Read(string? line)
        {
            const string Listening = "Now listening on: ";
            if (line is not null)
            {
                lock (log)
                {
                    log.Add(line);
                }

                var at = line.IndexOf(Listening, StringComparison.Ordinal);
                _ = at >= 0 && address.TrySetResult(new Uri(line[(at + Listening.Length)..]));
            }
        }

        process.OutputDataReceived += (_, line) => Read(line.Data);
        process.ErrorDataReceived += (_, line) => Read(line.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        try
        {
            var first = await Task.WhenAny(address.Task, process.WaitForExitAsync()).WaitAsync(Timeout);
            Assert.True(first == address.Task, $"the server ended:\n{string.Join('\n', log)}");
            var server = new ServerProcess(process, await address.Task, memory);
            await server.ReadyAsync();
            return server;
        }
        catch
        {
            process.Kill();
            throw;
        }
    }

    /// <summary>Kills it, like a crash.</summary>
    public async Task KillAsync()
    {
        process.Kill();
        await process.WaitForExitAsync();
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        if (!process.HasExited)
        {
            await KillAsync();
        }

        process.Dispose();
        Directory.Delete(memory, recursive: true);
    }

    private async Task ReadyAsync()
    {
        using var http = new HttpClient { BaseAddress = Address };
        using var timeout = new CancellationTokenSource(Timeout);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        while (!(await http.GetAsync(new Uri("health/ready", UriKind.Relative), timeout.Token)).IsSuccessStatusCode)
        {
            await timer.WaitForNextTickAsync(timeout.Token);
        }
    }
}
