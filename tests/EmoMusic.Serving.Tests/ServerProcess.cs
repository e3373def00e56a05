using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Tests;

/// <summary>The server program in its own process.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>A client for it.</summary>
    public HttpClient Http { get; }

    /// <summary>Its process id.</summary>
    public int Id => process.Id;

    /// <summary>Runs it until it exits.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        string[] args, IReadOnlyDictionary<string, string?>? environment = null, params string[] through)
    {
        using var process = Start(args, environment ?? new Dictionary<string, string?>(), through);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        var output = process.StandardOutput.ReadToEndAsync(timeout.Token);
        try
        {
            var error = await process.StandardError.ReadToEndAsync(timeout.Token);
            await output;
            await process.WaitForExitAsync(timeout.Token);
            return (process.ExitCode, error.Trim());
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Runs it until a line of its output contains a text, and returns that line.</summary>
    public static async Task<string> LineAsync(string text, params string[] args)
    {
        using var process = Start(["--urls", "http://127.0.0.1:0", .. args], new Dictionary<string, string?>());
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        try
        {
            while (await process.StandardOutput.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.Contains(text))
                {
                    return line.Trim();
                }
            }

            throw new InvalidOperationException($"It exited without '{text}'.");
        }
        finally
        {
            process.Kill();
        }
    }

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="environment">Additional environment variables.</param>
    /// <param name="through">A wrapper program with arguments.</param>
    public static async Task<ServerProcess> StartAsync(
        string[] args, IReadOnlyDictionary<string, string?> environment, params string[] through)
    {
        var process = Start(["--urls", "http://127.0.0.1:0", .. args], environment, through);
        _ = process.StandardError.ReadToEndAsync(); // keeps the pipe from filling up
        const string Ready = "ready at ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new Uri(line[(at + Ready.Length)..]));
            }
        }

        throw new InvalidOperationException("It exited before it was ready.");
    }

    /// <summary>Asks it to end, as systemd and Kubernetes do, and waits until it has finished what it had begun.</summary>
    /// <returns>Its exit code.</returns>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", $"{process.Id}"]);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        await process.WaitForExitAsync(timeout.Token);
        return process.ExitCode;
    }

    /// <summary>Kills it.</summary>
    public async ValueTask DisposeAsync()
    {
        process.Kill(); // before its client: what is under way meets the kill
        await process.WaitForExitAsync();
        process.Dispose();
        Http.Dispose();
    }

    private static Process Start(
        string[] args, IReadOnlyDictionary<string, string?> environment, params string[] through)
    {
        // Its own build output, next to page and model; the copy next to the tests has neither.
        var build = Path.GetRelativePath(Repository.At("tests/EmoMusic.Serving.Tests"), AppContext.BaseDirectory);
        string[] command = [.. through, Path.Combine(Repository.At("serving"), build, "EmoMusic.Serving"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.At("serving"),
        };
        var runtime = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(runtime); // independent of PATH
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
