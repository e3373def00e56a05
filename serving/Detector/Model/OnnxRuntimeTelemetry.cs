using System.Runtime.InteropServices;

namespace EmoMusic;

/// <summary>
/// ONNX Runtime's telemetry about itself and the models it loads, which is on by default: on Windows, and since 1.29 on
/// Linux and macOS.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Disables it for this process. Call this before the library is first used.</summary>
    public static void TurnOff()
    {
        if (OperatingSystem.IsWindows())
        {
            Microsoft.ML.OnnxRuntime.OrtEnv.Instance().DisableTelemetryEvents();
        }
        else
        {
            _ = SetNativeVariable(Variable, "1", overwrite: 1); // Environment.SetEnvironmentVariable does not reach native code
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
