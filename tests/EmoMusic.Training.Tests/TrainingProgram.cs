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
