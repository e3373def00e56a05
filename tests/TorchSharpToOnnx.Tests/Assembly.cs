using System.Runtime.CompilerServices;
using EmoMusic;
using Xunit.Sdk;
using Xunit.v3;

// Torch's random generator belongs to the process.
[assembly: Parallelization(Mode = ParallelMode.None)]

namespace TorchSharpToOnnx.Tests;

internal static class BeforeTests
{
    [ModuleInitializer]
    internal static void TurnTelemetryOff() => OnnxRuntimeTelemetry.TurnOff();
}
