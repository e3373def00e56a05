using System.ComponentModel;
using System.Diagnostics;

namespace EmoMusic.Serving.Tests;

/// <summary>Makes sound files in formats that nothing here writes.</summary>
internal static class Ffmpeg
{
    /// <summary>Runs it; skips the test where it is not installed.</summary>
    public static async Task RunAsync(params string[] args)
    {
        try
        {
            using var process = Process.Start("ffmpeg", ["-loglevel", "error", "-nostdin", "-y", .. args]);
            await process.WaitForExitAsync();
            Assert.Equal(0, process.ExitCode);
        }
        catch (Win32Exception)
        {
            Assert.Skip("there is no ffmpeg on this machine");
        }
    }
}
