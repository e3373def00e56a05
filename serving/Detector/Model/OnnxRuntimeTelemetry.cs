using System.Runtime.InteropServices;

namespace EmoMusic;

/// <summary>
/// ONNX Runtime's reports about itself and the models it loads, which it sends to its maker unless told otherwise:
/// on Windows for long, on Linux and macOS since 1.29.
/// </summary>
internal static partial class OnnxRuntimeTelemetry
{
    private const string Variable = "ORT_DISABLE_TELEMETRY";

    /// <summary>Turns them off for this process. The library looks once, when it is first used: call this before.</summary>
    public static void TurnOff()
    {
        if (OperatingSystem.IsWindows())
        {
            Microsoft.ML.OnnxRuntime.OrtEnv.Instance().DisableTelemetryEvents();
        }
        else
        {
            _ = SetNativeVariable(Variable, "1", overwrite: 1); // .NET's own way does not reach native code here
        }
    }

    [LibraryImport("libc", EntryPoint = "setenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial int SetNativeVariable(string name, string value, int overwrite);
}
