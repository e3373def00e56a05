using EmoMusic.Serving.Player.Library.Tagging;
using SkiaSharp;
using TagLib;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A picture for a browser.</summary>
/// <param name="Bytes">The encoded picture.</param>
/// <param name="ContentType">Its media type.</param>
internal sealed record Cover(byte[] Bytes, string ContentType);

/// <summary>Extracts covers from music files on request, at a size for a page; browsers cache them.</summary>
internal sealed class CoverReader : IDisposable
{
    /// <summary>Pixels of the longer side of what is sent.</summary>
    public const int MaxSide = 600;

    private const int MaxBytes = 20 * 1024 * 1024;
    private const int MaxBytesUnchanged = 200_000; // of a picture that is small enough already
    private const long MaxPixels = 100_000_000;
    private const int Quality = 85;

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
    private readonly SemaphoreSlim slots = new(Environment.ProcessorCount);

    /// <summary>The picture in a file; null if there is none that can be decoded.</summary>
    public async Task<Cover?> ReadAsync(string path, CancellationToken cancel)
    {
        await slots.WaitAsync(cancel);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await Task.Run(() => Read(path, stop.Token), cancel).WaitAsync(Timeout, cancel);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync();
            return null;
        }
        finally
        {
            slots.Release();
        }
    }

    /// <summary>The front cover of an open file, else its first picture; null if there is none that browsers show.</summary>
    public static IPicture? Find(TagLib.File file)
    {
        var pictures = file.Tag.Pictures.Where(picture => ContentTypeOf(picture) is not null).ToList();
        return pictures.Find(picture => picture.Type == PictureType.FrontCover) ?? pictures.FirstOrDefault();
    }

    /// <summary>A picture as it is if it is small, else scaled down.</summary>
    /// <returns>Null if it is damaged, or too large to decode.</returns>
    public static Cover? Scale(byte[] picture, string contentType)
    {
        using var data = SKData.CreateCopy(picture);
        using var codec = SKCodec.Create(data);
        if (codec is null || (long)codec.Info.Width * codec.Info.Height > MaxPixels)
        {
            return null;
        }

        var longer = Math.Max(codec.Info.Width, codec.Info.Height);
        var size = codec.GetScaledDimensions(Math.Min(1, (float)MaxSide / longer)); // JPEG: in eighths
        using var bitmap = new SKBitmap();
        var info = new SKImageInfo(size.Width, size.Height, SKColorType.Rgba8888, SKAlphaType.Premul);
        if (!bitmap.TryAllocPixels(info)
            || codec.GetPixels(info, bitmap.GetPixels()) is not (SKCodecResult.Success or SKCodecResult.IncompleteInput))
        {
            return null;
        }

        return longer <= MaxSide && picture.Length <= MaxBytesUnchanged ? new Cover(picture, contentType)
            : Encode(bitmap, isOpaque: codec.Info.AlphaType == SKAlphaType.Opaque);
    }

    /// <inheritdoc/>
    public void Dispose() => slots.Dispose();

    private static Cover? Read(string path, CancellationToken stop)
    {
        try
        {
            using var stream = new BoundedStream(System.IO.File.OpenRead(path), stop);
            using var file = AudioFormats.Detect(stream) is not AudioFormat.Unknown and var format
                ? TaggedFile.Open(stream, format) : null;
            return file is not null && Find(file) is { } picture
                ? Scale(picture.Data.Data, ContentTypeOf(picture)!) : null;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return null; // damaged, or gone meanwhile
        }
    }

    private static Cover? Encode(SKBitmap bitmap, bool isOpaque)
    {
        var scale = Math.Min(1, (double)MaxSide / Math.Max(bitmap.Width, bitmap.Height));
        var size = new SKSizeI(
            (int)Math.Max(1, Math.Round(bitmap.Width * scale)), (int)Math.Max(1, Math.Round(bitmap.Height * scale)));
        using var scaled = bitmap.Resize(size, new SKSamplingOptions(SKFilterMode.Linear, SKMipmapMode.Linear));
        using var encoded = scaled?.Encode(isOpaque ? SKEncodedImageFormat.Jpeg : SKEncodedImageFormat.Webp, Quality);
        return encoded is null ? null : new Cover(encoded.ToArray(), isOpaque ? "image/jpeg" : "image/webp");
    }

    private static string? ContentTypeOf(IPicture picture) =>
        picture.Data is { Count: > 0 and <= MaxBytes } data ? ContentTypeOf(data.Data) : null;

    private static string? ContentTypeOf(ReadOnlySpan<byte> picture) => picture switch
    {
        [0xFF, 0xD8, 0xFF, ..] => "image/jpeg",
        [0x89, (byte)'P', (byte)'N', (byte)'G', ..] => "image/png",
        [(byte)'G', (byte)'I', (byte)'F', ..] => "image/gif",
        [(byte)'R', (byte)'I', (byte)'F', (byte)'F', _, _, _, _, (byte)'W', (byte)'E', (byte)'B', (byte)'P', ..] => "image/webp",
        _ => null,
    };
}
