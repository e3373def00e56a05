using System.ComponentModel;
using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Reads tags, lengths and covers by ffmpeg, many files at a time: it describes each input as it opens it. A process a
/// file, as ffprobe wants it, takes 100 ms of a core, most of it to load ffmpeg's libraries; so a file takes 3.
/// Without ffmpeg names have to do.
/// </summary>
internal sealed partial class TagReader(ILogger<TagReader> log)
{
    /// <summary>Files that one process is given.</summary>
    public const int AtOnce = 50;

    private const int MostBytes = 253; // 255, less what is cut off a letter

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    // What ffmpeg calls a format, to what a browser calls it.
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

    private bool told; // that ffmpeg is missing

    /// <summary>
    /// How ffmpeg is told to open a file. It may be a playlist in disguise, which names other files and addresses: none of
    /// them is opened.
    /// </summary>
    public static string[] InputOf(string path) =>
        ["-protocol_whitelist", "file,pipe", "-format_whitelist", string.Join(',', ContentTypes.Keys), "-i", $"file:{path}"];

    /// <summary>Whether there is ffmpeg, now: it may be installed at any time.</summary>
    public static async Task<bool> CanLookInsideAsync(CancellationToken cancel)
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

    /// <summary>The tags of each file, in the order given.</summary>
    public async Task<IReadOnlyList<Tags>> ReadAsync(IReadOnlyList<string> paths, CancellationToken cancel)
    {
        var all = new List<Tags>(paths.Count);
        while (all.Count < paths.Count)
        {
            var rest = paths.Skip(all.Count).Take(AtOnce).ToList();
            var (read, complaint) = await DescribeAsync(rest, cancel);
            if (read is null)
            {
                TellMissing();
                all.AddRange(rest.Select(Tags.FromName));
                continue;
            }

            foreach (var (tags, path) in read.Zip(rest).Where(pair => !pair.First.Playable))
            {
                LogUnreadable(log, path, "It has no sound.");
            }

            all.AddRange(read);
            if (read.Count < rest.Count) // it stopped at the one that it cannot open
            {
                LogUnreadable(log, rest[read.Count], complaint);
                all.Add(Tags.FromName(rest[read.Count]) with { Playable = false, Described = true });
            }
        }

        return all;
    }

    // The inputs up to the first that cannot be opened, and what was said of that; null where there is no ffmpeg.
    private static async Task<(List<Tags>? Read, string Complaint)> DescribeAsync(List<string> paths, CancellationToken cancel)
    {
        if (Start(paths.SelectMany(InputOf)) is not { } process)
        {
            return (null, "");
        }

        using (process)
        using (var patience = CancellationTokenSource.CreateLinkedTokenSource(cancel))
        {
            patience.CancelAfter(Patience);
            var inputs = new List<Input>();
            var complaint = "";
            try
            {
                while (await process.StandardError.ReadLineAsync(patience.Token) is { } line)
                {
                    complaint = line;
                    Take(inputs, line);
                }

                await process.WaitForExitAsync(patience.Token);
            }
            catch (OperationCanceledException)
            {
                process.Kill(entireProcessTree: true);
                cancel.ThrowIfCancellationRequested();
                complaint = $"It took longer than {Patience.TotalSeconds:0} s.";
                inputs = [.. inputs.SkipLast(1)]; // the last one may not be whole
            }

            return ([.. inputs.Zip(paths, (input, path) => input.ToTags(path))], complaint);
        }
    }

    private void TellMissing()
    {
        if (!told)
        {
            told = true;
            LogMissing(log);
        }
    }

    // Null where there is no ffmpeg.
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

    private static void Take(List<Input> inputs, string line)
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
            inputs[^1].HasSound |= stream.Groups["kind"].Value == "Audio" && stream.Groups["rate"].Success;
            inputs[^1].HasCover |= stream.Groups["kind"].Value == "Video";
        }
        else if (Tag().Match(line) is { Success: true } tag)
        {
            inputs[^1].Tags.TryAdd(tag.Groups["key"].Value, Whole(tag.Groups["value"].Value.Trim()));
        }
    }

    // ffmpeg cuts what it describes after 255 bytes, be it in the middle of a letter.
    private static string Whole(string value) =>
        Encoding.UTF8.GetByteCount(value) < MostBytes ? value : value.TrimEnd('\uFFFD') + "…";

    [GeneratedRegex(@"^Input #\d+, (?<format>[^ ]+), from ")]
    private static partial Regex Opened();

    [GeneratedRegex(@"^  Duration: (?<time>\d+:\d\d:\d\d(\.\d+)?)")]
    private static partial Regex Length();

    // Noise may be taken for sound, but without a rate there is none.
    [GeneratedRegex(@"^  Stream #[^ ]+: (?<kind>Audio|Video): (.*?, (?<rate>\d+) Hz)?")]
    private static partial Regex Stream();

    // A value of several lines goes on in lines without a key.
    [GeneratedRegex(@"^ {4,6}(?<key>[^ :][^:]*?) *: (?<value>.*)$")]
    private static partial Regex Tag();

    [LoggerMessage(LogLevel.Warning, "ffmpeg is not installed: titles come from the names of files. Install it (apt-get install ffmpeg).")]
    private static partial void LogMissing(ILogger log);

    [LoggerMessage(LogLevel.Warning, "{Path}: left out, there is no music in it that ffmpeg can read. {Complaint}")]
    private static partial void LogUnreadable(ILogger log, string path, string complaint);

    private sealed class Input(string format)
    {
        public Dictionary<string, string> Tags { get; } = new(StringComparer.OrdinalIgnoreCase);

        public double? Seconds { get; set; }

        public bool HasSound { get; set; }

        public bool HasCover { get; set; }

        public Tags ToTags(string path)
        {
            var named = Library.Tags.FromName(path);
            return new(
                Known("title") ?? named.Title, Known("artist") ?? named.Artist, Known("album"), Known("genre"),
                Known("MOOD") ?? Known("TMOO"), Number("BPM") ?? Number("TBPM"), Seconds is { } seconds ? Math.Round(seconds, 1) : null,
                HasCover, ContentTypes.GetValueOrDefault(format), HasSound,
                Described: true);
        }

        private string? Known(string key) =>
            Tags.TryGetValue(key, out var value) && value.Length > 0 ? value : null;

        private double? Number(string key) =>
            double.TryParse(Known(key), CultureInfo.InvariantCulture, out var number) && number is > 20 and < 400 ? number : null;
    }
}
