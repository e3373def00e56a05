using System.ComponentModel;
using System.Diagnostics;

namespace EmoMusic.Container.Tests;

/// <summary>Another program, run to its end.</summary>
internal static class Command
{
    private const int NotFound = 127; // what a shell answers

    /// <summary>What a program left behind; both of its outputs together, as text.</summary>
    public sealed record Result(int ExitCode, string Output)
    {
        /// <summary>Whether it says that all went well.</summary>
        public bool Succeeded => ExitCode == 0;
    }

    /// <summary>Runs it in the repository's folder; it is ended after <paramref name="timeout"/>.</summary>
    /// <exception cref="TimeoutException">It did not end by itself.</exception>
    public static async Task<Result> RunAsync(
        IReadOnlyList<string> line, TimeSpan timeout, IReadOnlyDictionary<string, string>? environment = null)
    {
        var start = new ProcessStartInfo(line[0], line.Skip(1))
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
        {
            start.Environment[name] = value;
        }

        try
        {
            using var process = Process.Start(start)!;
            return await EndAsync(process, string.Join(' ', line), timeout);
        }
        catch (Win32Exception error)
        {
            return new(NotFound, error.Message);
        }
    }

    private static async Task<Result> EndAsync(Process process, string line, TimeSpan timeout)
    {
        process.StandardInput.Close();
        using var clock = new CancellationTokenSource(timeout);
        try
        {
            var errors = process.StandardError.ReadToEndAsync(clock.Token);
            var output = await process.StandardOutput.ReadToEndAsync(clock.Token) + await errors;
            await process.WaitForExitAsync(clock.Token);
            return new(process.ExitCode, output);
        }
        catch (OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            throw new TimeoutException($"still running after {timeout.TotalSeconds:0} s: {line}");
        }
    }
}
