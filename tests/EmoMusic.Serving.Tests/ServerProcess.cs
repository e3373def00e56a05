using System.Diagnostics;
using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Tests;

/// <summary>The built program as a process of its own.</summary>
internal sealed class ServerProcess : IAsyncDisposable
{
    private readonly Process process;

    private ServerProcess(Process process, Uri address)
    {
        this.process = process;
        Http = new HttpClient { BaseAddress = address };
    }

    /// <summary>A client of it.</summary>
    public HttpClient Http { get; }

    /// <summary>Runs it to its end.</summary>
    public static async Task<(int ExitCode, string Error)> RunAsync(
        string[] args, IReadOnlyDictionary<string, string?>? environment = null)
    {
        using var process = Start(args, environment ?? new Dictionary<string, string?>());
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

    /// <summary>Starts it on a free port and waits until it is ready.</summary>
    /// <param name="args">The command line.</param>
    /// <param name="environment">What is added to the environment.</param>
    /// <param name="through">A program that runs it, with arguments.</param>
    public static async Task<ServerProcess> StartAsync(
        string[] args, IReadOnlyDictionary<string, string?> environment, params string[] through)
    {
        var process = Start(["--urls", "http://127.0.0.1:0", .. args], environment, through);
        _ = process.StandardError.ReadToEndAsync(); // else it would stop at a full pipe
        const string Ready = "ready at ";
        while (await process.StandardOutput.ReadLineAsync() is { } line)
        {
            if (line.IndexOf(Ready, StringComparison.Ordinal) is var at and >= 0)
            {
                _ = process.StandardOutput.ReadToEndAsync();
                return new ServerProcess(process, new Uri(line[(at + Ready.Length)..]));
            }
        }

        throw new InvalidOperationException("It ended before it was ready.");
    }

    /// <summary>Kills it: what it was about to do, it does not do any more.</summary>
    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        process.Kill();
        await process.WaitForExitAsync();
        process.Dispose();
    }

    private static Process Start(
        string[] args, IReadOnlyDictionary<string, string?> environment, params string[] through)
    {
        // Its own output, below the page and the model; the copy beside the tests has neither.
        var build = Path.GetRelativePath(Repository.At("tests/EmoMusic.Serving.Tests"), AppContext.BaseDirectory);
        string[] command = [.. through, Path.Combine(Repository.At("serving"), build, "EmoMusic.Serving"), .. args];
        var start = new ProcessStartInfo(command[0], command[1..])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = Repository.At("serving"),
        };
        var runtime = Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..");
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(runtime); // wherever PATH points
        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }
}
