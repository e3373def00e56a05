using System.Diagnostics;

namespace EmoMusic.Training.Tests;

/// <summary>The program in a process of its own.</summary>
internal sealed class TrainingProgram : IDisposable
{
    private readonly Process process;
    private readonly Task<string> output;
    private readonly Task<string> errors;

    private TrainingProgram(string folder, string[] arguments)
    {
        var program = Path.Combine(AppContext.BaseDirectory, "EmoMusic.Training.dll");
        var start = new ProcessStartInfo("dotnet", [program, .. arguments])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment.Remove("FER2013");
        process = Process.Start(start)!;
        output = process.StandardOutput.ReadToEndAsync();
        errors = process.StandardError.ReadToEndAsync();
    }

    /// <summary>Exit code and output.</summary>
    public sealed record Result(int ExitCode, string Output, string Errors);

    /// <summary>Starts it in <paramref name="folder"/>, without waiting.</summary>
    public static TrainingProgram Start(string folder, params string[] arguments) => new(folder, arguments);

    /// <summary>Runs it to completion.</summary>
    public static Result Run(string folder, params string[] arguments)
    {
        using var program = Start(folder, arguments);
        return program.End();
    }

    /// <summary>Waits for the end.</summary>
    public Result End()
    {
        process.WaitForExit();
        return new Result(process.ExitCode, output.Result, errors.Result);
    }

    /// <summary>Waits for a file, and fails if the program ends first.</summary>
    public void WaitFor(string file)
    {
        while (!File.Exists(file))
        {
            Assert.False(process.WaitForExit(20), $"the program ended before it wrote {file}");
        }
    }

    /// <summary>Waits until it has loaded a native library, and fails if it ends first.</summary>
    public void WaitForLibrary(string name)
    {
        while (!File.ReadAllText($"/proc/{process.Id}/maps").Contains(name, StringComparison.Ordinal))
        {
            Assert.False(process.WaitForExit(20), $"the program ended before it loaded {name}");
        }
    }

    /// <summary>
    /// Skips the test where SIGINT is ignored, as under nohup: programs inherit that, and a test would wait for ever.
    /// </summary>
    public static void SkipWhereInterruptsAreIgnored()
    {
        const string Field = "SigIgn:";
        Assert.SkipUnless(OperatingSystem.IsLinux(), "signals are looked up in /proc");
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(Field, StringComparison.Ordinal));
        var ignored = Convert.ToUInt64(line[Field.Length..].Trim(), 16);
        Assert.SkipWhen((ignored & (1UL << (2 - 1))) != 0, "SIGINT is ignored here");
    }

    /// <summary>Sends SIGKILL.</summary>
    public void Kill() => process.Kill();

    /// <summary>Sends SIGINT, like Ctrl-C.</summary>
    public void Interrupt() => Process.Start("kill", ["-INT", $"{process.Id}"]).WaitForExit();

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!process.HasExited)
        {
            process.Kill();
        }

        process.Dispose();
    }
}
