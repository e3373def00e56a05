using System.Runtime.InteropServices;

namespace EmoMusic.Serving.Tests.Detector;

public sealed partial class OnnxRuntimeTelemetryTests
{
    [Fact]
    public async Task The_service_tells_nobody_about_its_models()
    {
        await using var service = await Service.StartAsync();

        Assert.Equal("1", Marshal.PtrToStringUTF8(NativeVariable("ORT_DISABLE_TELEMETRY")));
    }

    // What native libraries see; .NET keeps a copy of its own.
    [LibraryImport("libc", EntryPoint = "getenv", StringMarshalling = StringMarshalling.Utf8)]
    private static partial nint NativeVariable(string name);
}
