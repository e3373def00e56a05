using System.ComponentModel;
using FFMpegCore;
using FFMpegCore.Exceptions;

namespace EmoMusic.Serving.Player;

/// <summary>What a music file says about itself.</summary>
internal sealed record TrackTags(string Title, string? Artist, string? Album, double? DurationSeconds)
{
    /// <summary>From a name such as "Artist - Title.mp3".</summary>
    public static TrackTags FromName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var parts = name.Split(" - ", 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 } artist, { Length: > 0 } title]
            ? new(title, artist, null, null)
            : new(name, null, null, null);
    }

    /// <summary>From the file's own tags by ffprobe; what they do not know is taken from the name.</summary>
    public static async Task<TrackTags> ReadAsync(string path, CancellationToken cancel)
    {
        var named = FromName(path);
        try
        {
            var probe = await FFProbe.AnalyseAsync(path, cancellationToken: cancel);
            // Ogg, and Opus in it, keep their tags with the stream; all others with the file.
            var tags = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
            foreach (var of in new[] { probe.PrimaryAudioStream?.Tags, probe.Format.Tags })
            {
                foreach (var (key, value) in of?.AsEnumerable() ?? [])
                {
                    tags[key] = value;
                }
            }

            return new(
                Known(tags, "title") ?? named.Title, Known(tags, "artist") ?? named.Artist, Known(tags, "album"),
                probe.Duration > TimeSpan.Zero ? Math.Round(probe.Duration.TotalSeconds, 1) : null);
        }
        // No ffprobe on this machine, or a file that it cannot read: the name has to do.
        catch (Exception error) when (error is FFMpegException or Win32Exception or IOException
            or System.Text.Json.JsonException)
        {
            return named;
        }
    }

    private static string? Known(Dictionary<string, string> tags, string key) =>
        tags.TryGetValue(key, out var value) && !string.IsNullOrWhiteSpace(value) ? value.Trim() : null;
}
