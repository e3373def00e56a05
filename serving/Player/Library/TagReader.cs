using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Reads tags, durations and cover flags with ffmpeg, which prints a description of each input it opens. One process reads
/// many files, at 3 ms each; ffprobe needs a process per file, 100 ms each, most of it to load ffmpeg's libraries. Without
/// ffmpeg, tags come from file names.
/// </summary>
internal sealed partial class TagReader(ILogger<TagReader> log)
{
    /// <summary>Files per process.</summary>
    public const int BatchSize = 50;

    private const int MaxBytes = 253; // ffmpeg prints 255, minus a character cut in half

    private const int MaxTags = 1000; // of a file; a hostile one may have millions

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    // Errors of the system rather than of the file: it is tried again.
    private static readonly string[] SystemErrors =
    [
        "Input/output error", "Permission denied", "Cannot allocate memory", "Too many open files", "Stale file handle",
        "Resource temporarily unavailable", "No such file or directory", "No space left", "Connection timed out",
    ];

    // Media types by ffmpeg's format names.
    private static readonly Dictionary<string, string> ContentTypes = new()
    {
        ["mp3"] = "audio/mpeg",
        ["mov,mp4,m4a,3gp,3g2,mj2"] = "audio/mp4",
        ["aac"] = "audio/aac",
        ["ogg"] = "audio/ogg",
        ["flac"] = "audio/flac",
        ["wav"] = "audio/wav",
        ["matroska,webm"] = "audio/webm",
        ["aiff"] = "audio/aiff",
        ["asf"] = "audio/x-ms-wma",
    };

    /// <summary>Whether ffmpeg was not found.</summary>
    public bool IsMissing { get; private set; }

    /// <summary>
    /// ffmpeg's arguments to open a file. The file may be a playlist in disguise, naming other files and URLs: the lists
    /// prevent that these are opened.
    /// </summary>
    public static string[] InputOf(string path) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", string.Join(',', ContentTypes.Keys), "-i", $"file:{path}"];

    /// <summary>Whether ffmpeg is available now; it may be installed at any time.</summary>
    public static async Task<bool> IsFfmpegAvailableAsync(CancellationToken cancel)
    {
        using var process = Start(["-version"]);
        if (process is null)
        {
            return false;
        }

        _ = process.StandardOutput.ReadToEndAsync(cancel);
        return await EndsInTimeAsync(process, cancel);
    }

    /// <summary>The tags of each file, in order.</summary>
    public Task<IReadOnlyList<Tags>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancel) =>
        ReadAsync([.. paths.Select(path => new TagInput(path, path, path))], cancel);

    /// <summary>The tags of each file, in order.</summary>
    public async Task<IReadOnlyList<Tags>> ReadAsync(IReadOnlyList<TagInput> files, CancellationToken cancel)
    {
        var all = new List<Tags>(files.Count);
        while (all.Count < files.Count)
        {
            var rest = files.Skip(all.Count).Take(BatchSize).ToList();
            if (await ProbeAsync(rest, cancel) is not { } probe)
            {
                WarnFfmpegMissing();
                all.AddRange(rest.Select(file => Tags.FromName(file.Name)));
                continue;
            }

            IsMissing = false;
            all.AddRange(probe.Read.Zip(rest, WithoutAudio));
            if (probe.Read.Count < rest.Count) // ffmpeg stops at the first input it cannot open
            {
                all.Add(await ReadAloneAsync(rest[probe.Read.Count], rest.Count == 1 ? probe : null, cancel));
            }
        }

        return all;
    }

    // A file that stopped ffmpeg is tried once more, alone: it may have been the system's fault, or another file's.
    private async Task<Tags> ReadAloneAsync(TagInput file, Probe? probe, CancellationToken cancel)
    {
        probe = probe is { IsFinal: true } ? probe : await ProbeAsync([file], cancel);
        if (probe is { Read: [var tags, ..] })
        {
            return WithoutAudio(tags, file);
        }

        if (probe is { IsFinal: true })
        {
            LogUnreadable(log, file.Display, probe.Reason);
            return Tags.FromName(file.Name) with { Playable = false, Probed = true };
        }

        LogPostponed(log, file.Display, probe?.Reason ?? "");
        return Tags.FromName(file.Name);
    }

    private Tags WithoutAudio(Tags tags, TagInput file)
    {
        if (!tags.Playable)
        {
            LogUnreadable(log, file.Display, "It has no audio stream.");
        }

        return tags;
    }

    // The inputs up to the first that cannot be opened, and the error; null without ffmpeg.
    private static async Task<Probe?> ProbeAsync(List<TagInput> files, CancellationToken cancel)
    {
        if (Start(files.SelectMany(file => InputOf(file.Path))) is not { } process)
        {
            return null;
        }

        using (process)
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            timeout.CancelAfter(Timeout);
            var inputs = new List<Input>();
            var reason = "";
            var isFinal = true;
            try
            {
                while (await process.StandardError.ReadLineAsync(timeout.Token) is { } line)
                {
                    reason = line;
                    Parse(inputs, line);
                }

                await process.WaitForExitAsync(timeout.Token);
                isFinal = process.ExitCode is >= 0 and < 128 && !SystemErrors.Any(error => reason.Contains(error, StringComparison.Ordinal));
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                reason = $"It took longer than {Timeout.TotalSeconds:0} s.";
                isFinal = false;
                inputs = [.. inputs.SkipLast(1)]; // the last one may be incomplete
            }

            return new([.. inputs.Zip(files, (input, file) => input.ToTags(file.Name))], reason, isFinal);
        }
    }

    private static async Task<bool> EndsInTimeAsync(Process process, CancellationToken cancel)
    {
        try
        {
            await process.WaitForExitAsync(cancel).WaitAsync(Timeout, cancel);
            return true;
        }
        catch (Exception error) when (error is TimeoutException or OperationCanceledException)
        {
            process.Kill(entireProcessTree: true);
            cancel.ThrowIfCancellationRequested();
            return false;
        }
    }

    private void WarnFfmpegMissing()
    {
        if (!IsMissing)
        {
            IsMissing = true;
            LogMissing(log);
        }
    }

    // Null without ffmpeg.
    private static Process? Start(IEnumerable<string> arguments)
    {
        try
        {
            return Process.Start(new ProcessStartInfo("ffmpeg", ["-hide_banner", "-nostdin", .. arguments])
            {
                RedirectStandardError = true,
                RedirectStandardOutput = true,
                StandardErrorEncoding = Encoding.UTF8,
            });
        }
        catch (Win32Exception)
        {
            return null;
        }
    }

    private static void Parse(List<Input> inputs, string line)
    {
        if (Opened().Match(line) is { Success: true } opened
            && opened.Groups["number"].Value == inputs.Count.ToString(CultureInfo.InvariantCulture))
        {
            inputs.Add(new Input(opened.Groups["format"].Value));
        }
        else if (inputs.Count == 0)
        {
            return;
        }
        else if (Length().Match(line) is { Success: true } length
            && TimeSpan.TryParse(length.Groups["time"].Value, CultureInfo.InvariantCulture, out var time))
        {
            inputs[^1].Seconds = time.TotalSeconds;
        }
        else if (Stream().Match(line) is { Success: true } stream)
        {
            inputs[^1].HasAudio |= stream.Groups["kind"].Value == "Audio" && stream.Groups["rate"].Success;
            inputs[^1].HasCover |= stream.Groups["kind"].Value == "Video" && line.EndsWith("(attached pic)", StringComparison.Ordinal);
        }
        else if (inputs[^1].Tags.Count < MaxTags && Tag().Match(line) is { Success: true } tag)
        {
            inputs[^1].Tags.TryAdd(tag.Groups["key"].Value, MarkTruncated(tag.Groups["value"].Value.Trim()));
        }
    }

    // ffmpeg truncates values after 255 bytes, even in the middle of a character.
    private static string MarkTruncated(string value) =>
        Encoding.UTF8.GetByteCount(value) < MaxBytes ? value : value.TrimEnd('\uFFFD') + "…";

    [GeneratedRegex(@"^Input #(?<number>\d+), (?<format>[^ ]+), from ")]
    private static partial Regex Opened();

    [GeneratedRegex(@"^  Duration: (?<time>\d+:\d\d:\d\d(\.\d+)?)")]
    private static partial Regex Length();

    // Noise may be detected as audio, but then it has no sample rate.
    [GeneratedRegex(@"^  Stream #[^ ]+: (?<kind>Audio|Video): (.*?, (?<rate>\d+) Hz)?")]
    private static partial Regex Stream();

    // Multi-line values continue in lines without a key.
    [GeneratedRegex(@"^ {4,6}(?<key>[^ :][^:]*?) *: (?<value>.*)$")]
    private static partial Regex Tag();

    [LoggerMessage(LogLevel.Warning, "ffmpeg is not installed, so titles come from file names. Install it (apt-get install ffmpeg).")]
    private static partial void LogMissing(ILogger log);

    [LoggerMessage(LogLevel.Warning, "{Path}: skipped, contains no music that ffmpeg can read. {Reason}")]
    private static partial void LogUnreadable(ILogger log, string path, string reason);

    [LoggerMessage(LogLevel.Warning, "{Path}: ffmpeg failed, so it is tried again later. {Reason}")]
    private static partial void LogPostponed(ILogger log, string path, string reason);

    /// <param name="Read">The inputs up to the first that failed.</param>
    /// <param name="Reason">Why it failed.</param>
    /// <param name="IsFinal">Whether it is the file's fault, so that it will fail again.</param>
    private sealed record Probe(List<Tags> Read, string Reason, bool IsFinal);

    private sealed class Input(string format)
    {
        public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

        public double? Seconds { get; set; }

        public bool HasAudio { get; set; }

        public bool HasCover { get; set; }

        public Tags ToTags(string name)
        {
            var named = Library.Tags.FromName(name);
            return new(
                Value("title") ?? named.Title, Value("artist") ?? named.Artist, Value("album"), Value("genre"),
                Value("MOOD") ?? Value("TMOO"), Number("BPM") ?? Number("TBPM"), Seconds is { } seconds ? Math.Round(seconds, 1) : null,
                HasCover, ContentTypes.GetValueOrDefault(format), HasAudio,
                Probed: true,
                MusicBrainzId: Value("MusicBrainz Release Track Id") ?? Value("MUSICBRAINZ_RELEASETRACKID")
                    ?? Value("MusicBrainz Track Id") ?? Value("MUSICBRAINZ_TRACKID"));
        }

        private string? Value(string key) =>
            Tags.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

        private double? Number(string key) =>
            double.TryParse(Value(key), CultureInfo.InvariantCulture, out var number) && number is > 20 and < 400 ? number : null;
    }
}

/// <summary>A file whose tags are to be read.</summary>
/// <param name="Path">A path that ffmpeg can open.</param>
/// <param name="Name">The file's name, for its title if it has no tags.</param>
/// <param name="Display">As named in the log.</param>
internal sealed record TagInput(string Path, string Name, string Display);
