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

    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

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
    };

    private bool warned; // that ffmpeg is missing

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
        await process.WaitForExitAsync(cancel);
        return true;
    }

    /// <summary>The tags of each file, in order.</summary>
    public async Task<IReadOnlyList<Tags>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var all = new List<Tags>(paths.Count);
        while (all.Count < paths.Count)
        {
            var rest = paths.Skip(all.Count).Take(BatchSize).ToList();
            var (read, reason) = await ProbeAsync(rest, cancel);
            if (read is null)
            {
                WarnFfmpegMissing();
                all.AddRange(rest.Select(Tags.FromName));
                continue;
            }

            foreach (var (tags, path) in read.Zip(rest).Where(pair => !pair.First.Playable))
            {
                LogUnreadable(log, path, "It has no audio stream.");
            }

            all.AddRange(read);
            if (read.Count < rest.Count) // ffmpeg stops at the first input it cannot open
            {
                LogUnreadable(log, rest[read.Count], reason);
                all.Add(Tags.FromName(rest[read.Count]) with { Playable = false, Probed = true });
            }
        }

        return all;
    }

    // The inputs up to the first that cannot be opened, and the error; null without ffmpeg.
    private static async Task<(List<Tags>? Read, string Reason)> ProbeAsync(List<string> paths, CancellationToken cancel)
    {
        if (Start(paths.SelectMany(InputOf)) is not { } process)
        {
            return (null, "");
        }

        using (process)
        using (var timeout = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            timeout.CancelAfter(Timeout);
            var inputs = new List<Input>();
            var reason = "";
            try
            {
                while (await process.StandardError.ReadLineAsync(timeout.Token) is { } line)
                {
                    reason = line;
                    Parse(inputs, line);
                }

                await process.WaitForExitAsync(timeout.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                reason = $"It took longer than {Timeout.TotalSeconds:0} s.";
                inputs = [.. inputs.SkipLast(1)]; // the last one may be incomplete
            }

            return ([.. inputs.Zip(paths, (input, path) => input.ToTags(path))], reason);
        }
    }

    private void WarnFfmpegMissing()
    {
        if (!warned)
        {
            warned = true;
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
        if (Opened().Match(line) is { Success: true } opened)
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
            inputs[^1].HasCover |= stream.Groups["kind"].Value == "Video";
        }
        else if (Tag().Match(line) is { Success: true } tag)
        {
            inputs[^1].Tags.TryAdd(tag.Groups["key"].Value, MarkTruncated(tag.Groups["value"].Value.Trim()));
        }
    }

    // ffmpeg truncates values after 255 bytes, even in the middle of a character.
    private static string MarkTruncated(string value) =>
        Encoding.UTF8.GetByteCount(value) < MaxBytes ? value : value.TrimEnd('\uFFFD') + "…";

    [GeneratedRegex(@"^Input #\d+, (?<format>[^ ]+), from ")]
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

    private sealed class Input(string format)
    {
        public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

        public double? Seconds { get; set; }

        public bool HasAudio { get; set; }

        public bool HasCover { get; set; }

        public Tags ToTags(string path)
        {
            var named = Library.Tags.FromName(path);
            return new(
                Value("title") ?? named.Title, Value("artist") ?? named.Artist, Value("album"), Value("genre"),
                Value("MOOD") ?? Value("TMOO"), Number("BPM") ?? Number("TBPM"), Seconds is { } seconds ? Math.Round(seconds, 1) : null,
                HasCover, ContentTypes.GetValueOrDefault(format), HasAudio,
                Probed: true);
        }

        private string? Value(string key) =>
            Tags.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

        private double? Number(string key) =>
            double.TryParse(Value(key), CultureInfo.InvariantCulture, out var number) && number is > 20 and < 400 ? number : null;
    }
}
