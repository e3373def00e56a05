using System.Buffers;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Library.Tagging;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Decodes a stretch around the middle of a music file, in bounds of time and memory.</summary>
internal static class AudioDecoder
{
    /// <summary>Seconds that are analysed; shorter files are analysed whole.</summary>
    public const double Seconds = 90;

    private const int MaxChannels = 8;
    private const int MaxRate = 400_000;
    private const int EnoughRate = 48_000; // nothing is measured above 24 kHz
    private const long MaxBytes = 1L << 30; // that are read of a file

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(60); // of one file

    /// <summary>Decodes the middle of a file.</summary>
    /// <param name="path">A music file; its content says of which format.</param>
    /// <param name="stop">Stops between blocks.</param>
    /// <param name="timeout">How long it may take; a minute by default.</param>
    /// <param name="ffmpeg">The program for what nothing here decodes.</param>
    /// <exception cref="AudioException">The file cannot be decoded; its message says why.</exception>
    /// <exception cref="AudioStalledException">It took too long.</exception>
    public static AudioExcerpt DecodeMiddle(
        string path, CancellationToken stop, TimeSpan? timeout = null, string ffmpeg = "ffmpeg")
    {
        var file = new FileInfo(path);
        if ((file.ResolveLinkTarget(returnFinalTarget: true) ?? file) is not FileInfo { Exists: true, Length: > 0 })
        {
            throw new AudioException("found no regular file with content"); // opening a pipe would wait for its writer
        }

        var limit = timeout ?? Timeout;
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(stop);
        var decoding = Task.Factory.StartNew(
            () => Decode(path, ffmpeg, ending.Token), CancellationToken.None,
            TaskCreationOptions.LongRunning, TaskScheduler.Default);
        try
        {
            return decoding.WaitAsync(limit, stop).GetAwaiter().GetResult();
        }
        catch (TimeoutException error)
        {
            throw new AudioStalledException($"took longer than {limit.TotalSeconds:0.#} s", error);
        }
        finally
        {
            ending.Cancel(); // a decoder that still runs ends at its next read
        }
    }

    private static AudioExcerpt Decode(string path, string ffmpeg, CancellationToken stop)
    {
        try
        {
            using var stream = new BoundedStream(File.OpenRead(path), stop, MaxBytes);
            using var source = Open(path, ffmpeg, stream, stop);
            return source.Channels is >= 1 and <= MaxChannels && source.Rate is >= 1000 and <= MaxRate
                ? Read(source, stop)
                : throw new AudioException($"found {source.Channels} channels at {source.Rate} Hz, "
                    + $"expected at most {MaxChannels} channels at 1,000 to {MaxRate} Hz");
        }
        catch (OutOfMemoryException error)
        {
            throw new AudioException("needs more memory than there is", error); // mostly a size that is a lie
        }
        catch (Exception error) when (error is not (AudioException or OperationCanceledException))
        {
            throw new AudioException($"cannot be decoded ({error.Message})", error); // decoders throw anything
        }
    }

    private static IAudioSource Open(string path, string ffmpeg, Stream stream, CancellationToken stop)
    {
        var format = AudioFormats.Detect(stream);
        switch (format)
        {
            case AudioFormat.Unknown:
                throw new AudioException("found no sound of a known format");
            case AudioFormat.Mp3:
                return new Mp3Source(stream, Seconds);
            case AudioFormat.Vorbis when VorbisSource.ChannelsOf(stream) <= VorbisSource.MaxChannels:
                return new VorbisSource(stream, Seconds);
            case AudioFormat.Opus:
                return new OpusSource(stream, Seconds);
            case AudioFormat.Wav or AudioFormat.Aiff when PcmSource.TryOpen(stream, format, Seconds) is { } source:
                return source;
            default:
                return new FfmpegSource(ffmpeg, path, FfmpegSource.LengthOf(stream, format), Seconds, stop);
        }
    }

    // Studio rates are brought down by the mean of neighbours: memory stays the same.
    private static AudioExcerpt Read(IAudioSource source, CancellationToken stop)
    {
        var step = Math.Max(1, (source.Rate + (EnoughRate / 2)) / EnoughRate);
        var rate = source.Rate / step;
        var wanted = (int)(Seconds * rate);
        var channels = Enumerable.Range(0, source.Channels).Select(_ => new float[wanted]).ToArray();
        var group = step * source.Channels;
        var block = ArrayPool<float>.Shared.Rent(group * 16_384);
        try
        {
            var count = 0;
            while (count < wanted)
            {
                stop.ThrowIfCancellationRequested();
                var read = ReadFully(source, block.AsSpan(0, group * Math.Min(16_384, wanted - count)));
                for (var i = 0; i + group <= read; i += group, count++)
                {
                    for (var channel = 0; channel < channels.Length; channel++)
                    {
                        channels[channel][count] = Mean(block.AsSpan(i + channel, group - channel), channels.Length);
                    }
                }

                if (read < group)
                {
                    break;
                }
            }

            stop.ThrowIfCancellationRequested();
            return new AudioExcerpt(Array.ConvertAll(channels, channel => channel[..count]), rate);
        }
        finally
        {
            ArrayPool<float>.Shared.Return(block);
        }
    }

    // Whole groups, unless the source ends.
    private static int ReadFully(IAudioSource source, Span<float> block)
    {
        var count = 0;
        while (count < block.Length && source.Read(block[count..]) is > 0 and var read)
        {
            count += read;
        }

        return count;
    }

    private static float Mean(ReadOnlySpan<float> samples, int stride)
    {
        var (sum, count) = (0f, 0);
        for (var i = 0; i < samples.Length; i += stride, count++)
        {
            sum += float.IsFinite(samples[i]) ? Math.Clamp(samples[i], -8, 8) : 0;
        }

        return sum / count;
    }
}

/// <summary>A file that cannot be analysed.</summary>
/// <param name="message">The reason, to be read after the file's name.</param>
/// <param name="inner">What a decoder threw.</param>
internal class AudioException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>A file that took too long, which may be the disk's fault: it is worth another try.</summary>
/// <param name="message">The reason, to be read after the file's name.</param>
/// <param name="inner">What ended the waiting.</param>
internal sealed class AudioStalledException(string message, Exception? inner = null) : AudioException(message, inner);
