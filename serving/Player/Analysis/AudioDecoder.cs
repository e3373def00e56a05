using System.Buffers;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Decodes a stretch around the middle of a music file.</summary>
internal static class AudioDecoder
{
    /// <summary>Seconds that are analysed; shorter files are analysed whole.</summary>
    public const double Seconds = 90;

    private const int MaxChannels = 8;
    private const int MaxRate = 400_000;

    /// <summary>Decodes the middle of a file.</summary>
    /// <param name="path">A file whose ending names its format.</param>
    /// <param name="stop">Stops between blocks.</param>
    /// <exception cref="AudioException">The file cannot be decoded; its message says why.</exception>
    public static AudioExcerpt DecodeMiddle(string path, CancellationToken stop)
    {
        if (new FileInfo(path) is not { Exists: true, Length: > 0 })
        {
            throw new AudioException("found no regular file with content"); // opening a pipe would wait for its writer
        }

        try
        {
            using var source = Open(path);
            if (source.Channels is < 1 or > MaxChannels || source.Rate is < 1000 or > MaxRate)
            {
                throw new AudioException($"found {source.Channels} channels at {source.Rate} Hz, "
                    + $"expected at most {MaxChannels} channels at 1,000 to {MaxRate} Hz");
            }

            var wanted = (int)(Seconds * source.Rate);
            if (source.Length > TimeSpan.FromSeconds(Seconds))
            {
                source.Seek((source.Length - TimeSpan.FromSeconds(Seconds)) / 2);
            }

            return Read(source, wanted, stop);
        }
        catch (Exception error) when (error is not (AudioException or OperationCanceledException or OutOfMemoryException))
        {
            throw new AudioException($"cannot be decoded ({error.Message})", error); // decoders throw anything
        }
    }

    private static IAudioSource Open(string path) => Path.GetExtension(path).ToLowerInvariant() switch
    {
        ".mp3" => new Mp3Source(path),
        ".ogg" or ".oga" => VorbisSource.IsVorbis(path) ? new VorbisSource(path) : new FfmpegSource(path),
        ".wav" or ".aif" or ".aiff" => new PcmSource(path),
        _ => new FfmpegSource(path),
    };

    private static AudioExcerpt Read(IAudioSource source, int wanted, CancellationToken stop)
    {
        var channels = Enumerable.Range(0, source.Channels).Select(_ => new float[wanted]).ToArray();
        var block = ArrayPool<float>.Shared.Rent(source.Channels * 16_384);
        try
        {
            var size = block.Length / source.Channels * source.Channels;
            var count = 0;
            while (count < wanted)
            {
                stop.ThrowIfCancellationRequested();
                var read = source.Read(block.AsSpan(0, Math.Min(size, (wanted - count) * source.Channels)));
                if (read < source.Channels)
                {
                    break;
                }

                for (var i = 0; i + source.Channels <= read; i += source.Channels, count++)
                {
                    for (var channel = 0; channel < source.Channels; channel++)
                    {
                        var sample = block[i + channel];
                        channels[channel][count] = float.IsFinite(sample) ? Math.Clamp(sample, -8, 8) : 0;
                    }
                }
            }

            return new AudioExcerpt(Array.ConvertAll(channels, channel => channel[..count]), source.Rate);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }
}

/// <summary>A file that cannot be analysed.</summary>
/// <param name="message">The reason, to be read after the file's name.</param>
/// <param name="inner">What a decoder threw.</param>
internal sealed class AudioException(string message, Exception? inner = null) : Exception(message, inner);
