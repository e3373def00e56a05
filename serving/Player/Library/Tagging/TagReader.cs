using System.Text;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>
/// Reads tags, durations and whether there is a cover by TagLibSharp. No file is trusted: each is bounded in time and in what
/// is read of it, and whatever a parser throws is that file's fault alone.
/// </summary>
internal sealed partial class TagReader(ILogger<TagReader> log)
{
    private const int MaxBytes = 255; // of a text, in UTF-8
    private const int MaxValues = 20; // of a field with several
    private const double MaxSeconds = 7 * 24 * 3600;

    /// <summary>How long one file may take.</summary>
    internal TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>Opens a file; tests put stalls and errors here.</summary>
    internal Func<string, Stream> OpenRead { get; set; } = File.OpenRead;

    /// <summary>The tags of a file, or what its name says if it has none.</summary>
    /// <param name="path">A path that opens it.</param>
    /// <param name="name">Its name, for the title.</param>
    /// <param name="cancel">Ends the waiting.</param>
    public async Task<Tags> ReadAsync(string path, string name, CancellationToken cancel)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancel);
        try
        {
            return await Task.Run(() => Read(path, name, stop.Token), cancel).WaitAsync(Timeout, cancel);
        }
        catch (TimeoutException)
        {
            await stop.CancelAsync(); // the parser ends at its next read
            LogPostponed(log, path, $"It took longer than {Timeout.TotalSeconds:0.#} s.");
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            LogPostponed(log, path, error.Message);
        }

        return Tags.FromName(name);
    }

    private Tags Read(string path, string name, CancellationToken stop)
    {
        var content = new FileInfo(path);
        content = content.ResolveLinkTarget(returnFinalTarget: true) as FileInfo ?? content;
        if (content is { Exists: true, Length: 0 }) // opening a pipe would wait for its writer
        {
            return Refuse(path, name, "It is empty, or no regular file.");
        }

        using var stream = new BoundedStream(OpenRead(path), stop);
        var format = AudioFormats.Detect(stream);
        if (format == AudioFormat.Unknown)
        {
            return Refuse(path, name, "Its content is of no known format.");
        }

        try
        {
            using var file = TaggedFile.Open(stream, format);
            var fields = TagFields.Of(file);
            fields = format == AudioFormat.Aiff ? fields.Or(TagFields.OfAiff(stream)) : fields;
            var tags = From(file, fields, format, name, format == AudioFormat.Mp3 ? MpegAudio.Find(stream)?.Seconds : null);
            return tags.Playable ? tags : Refuse(path, name, "It has no audio that browsers play.");
        }
        catch (Exception error) when (error is not (IOException or OperationCanceledException) or EndOfStreamException)
        {
            return format == AudioFormat.Aiff && AiffChunks.SecondsOf(stream) is > 0 and var seconds
                ? From(null, TagFields.OfAiff(stream), format, name, seconds)
                : HasAudioByContent(format) ? Tags.FromName(name) with { ContentType = format.ContentType(), Probed = true }
                : Refuse(path, name, error.Message);
        }
    }

    // Frames of audio were found; what contains them is needed for nothing else.
    private static bool HasAudioByContent(AudioFormat format) =>
        format is AudioFormat.Mp3 or AudioFormat.Aac or AudioFormat.Flac
            or AudioFormat.Vorbis or AudioFormat.Opus or AudioFormat.OtherOgg;

    private static Tags From(TagLib.File? file, TagFields fields, AudioFormat format, string name, double? length)
    {
        var named = Tags.FromName(name);
        var hasAudio = HasAudioByContent(format) || length > 0 || (file?.Properties?.AudioSampleRate > 0
            && (file.Properties.MediaTypes & TagLib.MediaTypes.Audio) != 0);
        return new Tags(
            Text(fields.First("TITLE")) ?? named.Title,
            Text(string.Join(", ", fields.All("ARTIST").Take(MaxValues))) ?? named.Artist,
            Text(fields.First("ALBUM")),
            Values(fields.All("GENRE").SelectMany(Divide).SelectMany(Id3Genres.Named)),
            Values(fields.All("MOOD", "TMOO", "WM/Mood", "ab:mood").SelectMany(Divide)),
            Number(fields, TagNumber.Bpm, "BPM", "TBPM", "fBPM", "TEMPO", "TMPO", "WM/BeatsPerMinute"),
            (length ?? file?.Properties?.Duration.TotalSeconds) is > 0 and <= MaxSeconds and var seconds ? Math.Round(seconds, 1) : null,
            file is not null && CoverReader.Find(file) is not null,
            format.ContentType(),
            Playable: hasAudio && format.ContentType() is not null,
            Probed: true,
            MusicBrainzId: Text(fields.First(
                "MusicBrainz Release Track Id", "MUSICBRAINZ_RELEASETRACKID", "MusicBrainz Track Id", "MUSICBRAINZ_TRACKID")),
            ReplayGainDb: Number(fields, TagNumber.Gain, "REPLAYGAIN_TRACK_GAIN", "ReplayGain/Track")
                ?? Number(fields, TagNumber.R128Gain, "R128_TRACK_GAIN"),
            ReplayGainPeak: Number(fields, TagNumber.Peak, "REPLAYGAIN_TRACK_PEAK", "ReplayGain/TrackPeak"));
    }

    private Tags Refuse(string path, string name, string reason)
    {
        LogUnreadable(log, path, reason);
        return Tags.FromName(name) with { Playable = false, Probed = true };
    }

    private static IEnumerable<string> Divide(string value) =>
        value.Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    private static string? Values(IEnumerable<string> values) =>
        Text(string.Join("; ", values.Distinct(StringComparer.OrdinalIgnoreCase).Take(MaxValues)), 4 * MaxBytes);

    private static double? Number(TagFields fields, Func<string, double?> parse, params ReadOnlySpan<string> names)
    {
        foreach (var name in names)
        {
            if (fields.First(name) is { } text && parse(text) is { } number)
            {
                return number;
            }
        }

        return null;
    }

    // Cut between two characters, and marked so.
    private static string? Text(string? value, int maxBytes = MaxBytes)
    {
        value = value?.ReplaceLineEndings(" ").Trim();
        if (string.IsNullOrEmpty(value) || Encoding.UTF8.GetByteCount(value) <= maxBytes)
        {
            return string.IsNullOrEmpty(value) ? null : value;
        }

        var bytes = Encoding.UTF8.GetBytes(value).AsSpan(0, maxBytes);
        while ((bytes[^1] & 0xC0) == 0x80)
        {
            bytes = bytes[..^1];
        }

        return Encoding.UTF8.GetString(bytes[^1] < 0x80 ? bytes : bytes[..^1]) + "…";
    }

    [LoggerMessage(LogLevel.Warning, "{Path}: skipped, contains no music that can be read. {Reason}")]
    private static partial void LogUnreadable(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path}: cannot be read now, so it is tried again later. {Reason}")]
    private static partial void LogPostponed(ILogger log, string path, string reason);
}
