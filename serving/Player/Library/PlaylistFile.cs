using System.Xml;
using System.Xml.Linq;

namespace EmoMusic.Serving.Player.Library;

/// <summary>Playlist files in the library: M3U, M3U8 and XSPF.</summary>
internal static class PlaylistFile
{
    /// <summary>Whether a file's extension is that of a playlist.</summary>
    public static bool IsPlaylist(string name) => Path.GetExtension(name).ToLowerInvariant() is ".m3u" or ".m3u8" or ".xspf";

    /// <summary>The emotion it is named after, such as "happy.m3u"; null for any other name.</summary>
    public static Emotion? MoodOf(string name) => Emotions.Parse(Path.GetFileNameWithoutExtension(name));

    /// <summary>The locations within the library that it lists; entries outside are skipped.</summary>
    /// <param name="file">The playlist file.</param>
    /// <exception cref="InvalidDataException">It is not a playlist.</exception>
    /// <exception cref="IOException">It cannot be read.</exception>
    public static IReadOnlyList<string> ReadLocations(MusicFile file)
    {
        var entries = Path.GetExtension(file.Location).Equals(".xspf", StringComparison.OrdinalIgnoreCase)
            ? Xspf(file.Path) : M3u(file.Path);
        return [.. entries.Select(entry => Resolve(file, entry)).OfType<string>()];
    }

    private static IEnumerable<string> M3u(string path) =>
        File.ReadLines(path).Select(line => line.Trim()).Where(line => line.Length > 0 && line[0] != '#');

    private static IEnumerable<string> Xspf(string path)
    {
        try
        {
            // A document type could name files and URLs to be read.
            using var reader = XmlReader.Create(path, new XmlReaderSettings { DtdProcessing = DtdProcessing.Prohibit });
            return [.. XDocument.Load(reader).Descendants()
                .Where(element => element.Name.LocalName == "location").Select(element => element.Value.Trim())];
        }
        catch (XmlException error)
        {
            throw new InvalidDataException($"{path}: not an XSPF playlist. {error.Message}", error);
        }
    }

    private static string? Resolve(MusicFile file, string entry)
    {
        // M3U has plain names, XSPF has URIs; both may be relative to the playlist.
        var name = Uri.TryCreate(entry, UriKind.Absolute, out var uri) && uri.IsFile ? uri.LocalPath
            : entry.Contains("://", StringComparison.Ordinal) ? null : entry.Replace('\\', '/');
        if (name is null)
        {
            return null;
        }

        var root = file.Path[..^file.Location.Length];
        foreach (var candidate in new[] { name, Uri.UnescapeDataString(name) })
        {
            var full = Path.GetFullPath(Path.Combine(Path.GetDirectoryName(file.Path)!, candidate));
            if (full.StartsWith(root, StringComparison.Ordinal) && File.Exists(full))
            {
                return full[root.Length..].Replace('\\', '/');
            }
        }

        return null;
    }
}
