using System.ComponentModel;
using System.Diagnostics;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A picture embedded in a music file.</summary>
/// <param name="Bytes">The encoded picture.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record Cover(byte[] Bytes, string ContentType);

/// <summary>Extracts covers from music files with ffmpeg on request; browsers cache them.</summary>
internal sealed class CoverReader : IDisposable
{
    private const int MaxBytes = 20 * 1024 * 1024;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim slots = new(Environment.ProcessorCount);

    /// <summary>The picture in a file; null if there is none that browsers can show.</summary>
    public async Task<Cover?> ReadAsync(string path, CancellationToken cancel)
    {
        await slots.WaitAsync(cancel);
        try
        {
            var start = new ProcessStartInfo("ffmpeg", [
                "-v", "quiet", "-nostdin", .. TagReader.InputOf(path), "-map", "0:v:0", "-c", "copy", "-frames:v", "1",
                "-f", "image2pipe", "pipe:1"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            using var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            timeout.CancelAfter(Timeout);
            try
            {
                using var bytes = new MemoryStream();
                if (!await CopyAsync(process.StandardOutput.BaseStream, bytes, timeout.Token))
                {
                    process.Kill(entireProcessTree: true);
                    return null;
                }

                await process.WaitForExitAsync(timeout.Token);
                return ContentTypeOf(bytes.ToArray()) is { } type ? new Cover(bytes.ToArray(), type) : null;
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                return null;
            }
        }
        catch (Win32Exception)
        {
            return null; // ffmpeg was uninstalled
        }
        finally
        {
            slots.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    // Whether it was not too large.
    private static async Task<bool> CopyAsync(Stream from, MemoryStream to, CancellationToken cancel)
    {
        var buffer = new byte[81920];
        while (await from.ReadAsync(buffer, cancel) is var count and > 0)
        {
            to.Write(buffer, 0, count);
            if (to.Length > MaxBytes)
            {
                return false;
            }
        }

        return true;
    }

    private static string? ContentTypeOf(ReadOnlySpan<byte> picture) => picture switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
