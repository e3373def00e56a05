using System.ComponentModel;
using System.Diagnostics;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A picture as it lies in a music file.</summary>
/// <param name="Bytes">The picture's own file.</param>
/// <param name="ContentType">What it is.</param>
internal sealed record Cover(byte[] Bytes, string ContentType);

/// <summary>Takes covers out of music files by ffmpeg, when they are asked for; browsers keep them.</summary>
internal sealed class CoverReader : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim free = new(Environment.ProcessorCount);

    /// <summary>The picture in a file; null when there is none that browsers show.</summary>
    public async Task<Cover?> ReadAsync(string path, CancellationToken cancel)
    {
        await free.WaitAsync(cancel);
        try
        {
            var start = new ProcessStartInfo("ffmpeg", [
                "-v", "quiet", "-nostdin", .. TagReader.InputOf(path), "-map", "0:v:0", "-c", "copy", "-frames:v", "1",
                "-f", "image2pipe", "pipe:1"])
            {
                RedirectStandardOutput = true,
            };
            using var process = Process.Start(start)!;
            using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel);
            patience.CancelAfter(Patience);
            try
            {
                using var bytes = new MemoryStream();
                await process.StandardOutput.BaseStream.CopyToAsync(bytes, patience.Token);
                await process.WaitForExitAsync(patience.Token);
                return TypeOf(bytes.ToArray()) is { } type ? new Cover(bytes.ToArray(), type) : null;
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
            return null; // ffmpeg was taken away
        }
        finally
        {
            free.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => free.Dispose();

    private static string? TypeOf(ReadOnlySpan<byte> picture) => picture switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
