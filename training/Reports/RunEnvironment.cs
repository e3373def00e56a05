using System.Runtime.InteropServices;
using Microsoft.ML.OnnxRuntime;
using TorchSharp;

namespace EmoMusic.Training.Reports;

/// <summary>Machine and library versions of a run.</summary>
/// <param name="OperatingSystem">Name and version.</param>
/// <param name="Processor">Model, or the architecture if unknown.</param>
/// <param name="ProcessorCount">Logical processors.</param>
/// <param name="DotNet">Version of the runtime.</param>
/// <param name="TorchSharp">Version of TorchSharp.</param>
/// <param name="Libtorch">Version of libtorch.</param>
/// <param name="OnnxRuntime">Version of ONNX Runtime.</param>
public sealed record RunEnvironment(
    string OperatingSystem,
    string Processor,
    int ProcessorCount,
    string DotNet,
    string TorchSharp,
    string Libtorch,
    string OnnxRuntime)
{
    private const string CpuInfo = "/proc/cpuinfo";

    /// <summary>This machine.</summary>
    public static RunEnvironment Current() => new(
        RuntimeInformation.OSDescription,
        ProcessorName(),
        Environment.ProcessorCount,
        Environment.Version.ToString(),
        typeof(torch).Assembly.GetName().Version!.ToString(3),
        torch.__version__,
        OrtEnv.Instance().GetVersionString());

    private static string ProcessorName()
    {
        var line = File.Exists(CpuInfo)
            ? File.ReadLines(CpuInfo).FirstOrDefault(line => line.StartsWith("model name", StringComparison.Ordinal))
            : Environment.GetEnvironmentVariable("PROCESSOR_IDENTIFIER"); // Windows
        return line is null ? $"{RuntimeInformation.ProcessArchitecture}" : line[(line.IndexOf(':') + 1)..].Trim();
    }
}
