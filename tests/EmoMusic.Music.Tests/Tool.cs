using System.ComponentModel;
using System.Diagnostics;

namespace EmoMusic.Music.Tests;

/// <summary>Another program, run to its end.</summary>
internal static class Tool
{
    /// <summary>What a program left behind; its output as bytes, for sound.</summary>
    public sealed record Result(int ExitCode, byte[] Output, string Errors)
    {
        /// <summary>The output as text.</summary>
        public string Text => System.Text.Encoding.UTF8.GetString(Output);
    }

    /// <summary>Runs it to its end, with <paramref name="path"/> in place of the PATH if given.</summary>
    public static Result Run(string name, string[] arguments, string? path = null)
    {
        var start = new ProcessStartInfo(name, arguments)
        {
            WorkingDirectory = Repository.Root,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        start.Environment["PATH"] = path ?? start.Environment["PATH"];
        using var process = Start(start);
        process.StandardInput.Close();
        var errors = process.StandardError.ReadToEndAsync();
        using var output = new MemoryStream();
        process.StandardOutput.BaseStream.CopyTo(output);
        process.WaitForExit();
        return new(process.ExitCode, output.ToArray(), errors.Result);
    }

    private static Process Start(ProcessStartInfo start)
    {
        try
        {
            return Process.Start(start)!;
        }
        catch (Win32Exception problem)
        {
            throw new InvalidOperationException(
                $"{start.FileName} was not found; these tests need: apt-get install ffmpeg fluidsynth fluid-soundfont-gm",
                problem);
        }
    }
}
