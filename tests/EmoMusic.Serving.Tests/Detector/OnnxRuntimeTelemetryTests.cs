using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Tests.Detector;

public sealed partial class OnnxRuntimeTelemetryTests
{
    [Fact]
    public async Task Telemetry_of_onnx_runtime_is_disabled()
    {
        await using var service = await TestServer.StartAsync();

        Assert.Equal("1", Marshal.PtrToStringUTF8(NativeVariable("ORT_DISABLE_TELEMETRY")));
    }

    // What native libraries see; .NET keeps a copy of its own.
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeVariable(string name);
}
