using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Analyses files in a process of its own at the lowest priority, one after the other. A decoder that hangs, eats memory or
/// crashes takes that process with it, never the player.
/// </summary>
/// <param name="model">Path of the regression.</param>
internal sealed class WorkerProcess(string model) : IDisposable
{
    private Process? process;

    /// <summary>Bytes of managed memory: six channels at 192 kHz fit.</summary>
    public long MemoryLimit { get; set; } = 768L << 20;

    /// <summary>Its priority: playing comes first.</summary>
    public ProcessPriorityClass Priority { get; set; } = ProcessPriorityClass.Idle;

    /// <summary>Time for one file. Most take a second.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The command that is started: tests let it be one that hangs or crashes.</summary>
    public (string Program, string[] Arguments) Command { get; set; } = ThisProgram(AnalyseCommand.Name, AnalysisWorker.Option, model);

    /// <summary>Analyses a file.</summary>
    /// <exception cref="InvalidOperationException">The worker does not start.</exception>
    /// <exception cref="OperationCanceledException">It was cancelled; the worker has ended.</exception>
    public async Task<SoundAnswer> AnalyseAsync(string path, CancellationToken cancel)
    {
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        timeout.CancelAfter(Timeout);
        try
        {
            var worker = process ??= await StartAsync(timeout.Token);
            await worker.StandardInput.WriteLineAsync(JsonSerializer.Serialize(path).AsMemory(), timeout.Token);
            await worker.StandardInput.FlushAsync(timeout.Token);
            var line = await worker.StandardOutput.ReadLineAsync(timeout.Token).AsTask().WaitAsync(timeout.Token);
            return line is null ? Ended() : JsonSerializer.Deserialize<SoundAnswer>(line)!;
        }
        catch (OperationCanceledException) when (!cancel.IsCancellationRequested)
        {
            Dispose();
            return new SoundAnswer(IsTransient: true, Failure: string.Create(
                CultureInfo.InvariantCulture, $"took longer than {Timeout.TotalSeconds:0.#} s to analyse"));
        }
        catch (OperationCanceledException)
        {
            Dispose();
            throw;
        }
        catch (Exception error) when (error is IOException or JsonException or ObjectDisposedException)
        {
            return Ended();
        }
    }

    /// <summary>Ends the process; the next file starts another.</summary>
    public void Dispose()
    {
        try
        {
            process?.Kill(entireProcessTree: true); // with the ffmpeg that it may be waiting for
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception or AggregateException)
        {
            // It has ended already.
        }

        process?.Dispose();
        process = null;
    }

    private SoundAnswer Ended()
    {
        Dispose();
        return new SoundAnswer(Failure: "made the analysis crash", IsTransient: true);
    }

    private async Task<Process> StartAsync(CancellationToken cancel)
    {
        var start = new ProcessStartInfo(Command.Program, Command.Arguments)
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            StandardInputEncoding = new UTF8Encoding(false),
            StandardOutputEncoding = Encoding.UTF8,
        };
        start.Environment["DOTNET_GCHeapHardLimit"] = MemoryLimit.ToString("x", CultureInfo.InvariantCulture);
        start.Environment["DOTNET_gcServer"] = "0";
        start.Environment["DOTNET_gcConcurrent"] = "0"; // collects on the one thread that works
        start.Environment["DOTNET_GCConserveMemory"] = "7";
        var worker = process = Process.Start(start)!;
        try
        {
            worker.PriorityClass = Priority;
        }
        catch (Exception error) when (error is InvalidOperationException or Win32Exception)
        {
            // It has ended already, or this system allows no priorities.
        }

        var errors = worker.StandardError.ReadToEndAsync(CancellationToken.None);
        if (await worker.StandardOutput.ReadLineAsync(cancel).AsTask().WaitAsync(cancel) != AnalysisWorker.Ready)
        {
            Dispose();
            throw new InvalidOperationException($"The worker did not start. {(await errors).Trim()}");
        }

        return worker;
    }

    // In a single file there is no assembly to point to, and the process is the program itself.
    private static (string Program, string[] Arguments) ThisProgram(params string[] arguments)
    {
        var assembly = typeof(WorkerProcess).Assembly.Location;
        var dotnet = Path.GetFullPath(Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet"));
        return assembly.Length == 0 ? (Environment.ProcessPath!, arguments)
            : File.Exists(dotnet) ? (dotnet, ["exec", assembly, .. arguments])
            : (Path.ChangeExtension(assembly, OperatingSystem.IsWindows() ? ".exe" : null)!, arguments); // self-contained
    }
}
