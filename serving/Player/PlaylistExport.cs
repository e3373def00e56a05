using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace EmoMusic.Serving.Player;

/// <summary>Playlists as files for other players.</summary>
internal static class PlaylistExport
{
    /// <summary>Extended M3U in UTF-8.</summary>
    /// <param name="playlist">What to write.</param>
    /// <param name="service">Where its streams are.</param>
    public static string M3u(Playlist playlist, Uri service)
    {
        var text = new StringBuilder("#EXTM3U\n").Append(CultureInfo.InvariantCulture, $"#PLAYLIST:{Line(playlist.Title)}\n");
        foreach (var track in playlist.Tracks)
        {
            var name = track.Artist is null ? track.Title : $"{track.Artist} - {track.Title}";
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{track.DurationSeconds ?? -1:0},{Line(name)}\n")
                .Append(new Uri(service, track.StreamUrl)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>XSPF, https://www.xspf.org/spec.</summary>
    /// <param name="playlist">What to write.</param>
    /// <param name="service">Where its streams are.</param>
    public static string Xspf(Playlist playlist, Uri service)
    {
        XNamespace xspf = "http://xspf.org/ns/0/";
        XElement? Known(string name, object? value) => value is null ? null : new XElement(xspf + name, value);
        return new XDeclaration("1.0", "UTF-8", null) + "\n" + new XElement(
            xspf + "playlist", new XAttribute("version", "1"), new XElement(xspf + "title", playlist.Title),
            new XElement(xspf + "trackList", playlist.Tracks.Select(track => new XElement(
                xspf + "track",
                new XElement(xspf + "location", new Uri(service, track.StreamUrl)),
                new XElement(xspf + "title", Xml(track.Title)),
                Known("creator", Xml(track.Artist)),
                Known("album", Xml(track.Album)),
                Known("duration", track.DurationSeconds is { } seconds ? (long)(seconds * 1000) : null)))));
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ");

    // Tags may hold characters that XML cannot.
    private static string? Xml(string? text) =>
        text is null ? null : string.Concat(text.Where(System.Xml.XmlConvert.IsXmlChar));
}
