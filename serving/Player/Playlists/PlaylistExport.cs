using System.Globalization;
using System.Text;
using System.Xml.Linq;

namespace EmoMusic.Serving.Player.Playlists;

/// <summary>Exports playlists for other players.</summary>
internal static class PlaylistExport
{
    // XSPF names what a meta element means by a URI.
    private const string GainRelation = "http://wiki.hydrogenaud.io/index.php?title=ReplayGain_2.0_specification#track_gain";

    /// <summary>Extended M3U in UTF-8; gains in comments, for which the format has no directive.</summary>
    /// <param name="playlist">The playlist.</param>
    /// <param name="service">The base of its stream URLs.</param>
    public static string ToM3u8(Playlist playlist, Uri service)
    {
        var text = new StringBuilder("#EXTM3U\n").Append(CultureInfo.InvariantCulture, $"#PLAYLIST:{Line(playlist.Title)}\n");
        foreach (var track in playlist.Tracks)
        {
            var name = track.Artist is null ? track.Title : $"{track.Artist} - {track.Title}";
            text.Append(CultureInfo.InvariantCulture, $"#EXTINF:{track.DurationSeconds ?? -1:0},{Line(name)}\n");
            if (track.Gain is { } gain)
            {
                text.Append(CultureInfo.InvariantCulture, $"#REPLAYGAIN_TRACK_GAIN:{gain:+0.00;-0.00} dB\n"); // others skip comments
            }

            text.Append(new Uri(service, track.StreamUrl)).Append('\n');
        }

        return text.ToString();
    }

    /// <summary>XSPF, https://www.xspf.org/spec.</summary>
    /// <param name="playlist">The playlist.</param>
    /// <param name="service">The base of its stream URLs.</param>
    public static string ToXspf(Playlist playlist, Uri service)
    {
        XNamespace xspf = "http://xspf.org/ns/0/";
        XElement? Optional(string name, object? value) => value is null ? null : new XElement(xspf + name, value);
        return new XDeclaration("1.0", "UTF-8", null) + "\n" + new XElement(
            xspf + "playlist", new XAttribute("version", "1"), new XElement(xspf + "title", Xml(playlist.Title)),
            new XElement(xspf + "trackList", playlist.Tracks.Select(track => new XElement(
                xspf + "track",
                new XElement(xspf + "location", new Uri(service, track.StreamUrl)),
                new XElement(xspf + "title", Xml(track.Title)),
                Optional("creator", Xml(track.Artist)),
                Optional("album", Xml(track.Album)),
                Optional("duration", track.DurationSeconds is { } seconds ? (long)(seconds * 1000) : null),
                track.Gain is not { } gain ? null : new XElement(xspf + "meta", new XAttribute("rel", GainRelation), string.Create(
                    CultureInfo.InvariantCulture, $"{gain:+0.00;-0.00} dB"))))));
    }

    private static string Line(string text) => text.ReplaceLineEndings(" ").Replace('\v', ' ');

    // Tags may contain characters that XML does not allow; those outside the BMP are pairs of them.
    private static string? Xml(string? text)
    {
        if (text is null)
        {
            return null;
        }

        var allowed = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (!rune.IsBmp || System.Xml.XmlConvert.IsXmlChar((char)rune.Value))
            {
                allowed.Append(rune);
            }
        }

        return allowed.ToString();
    }
}
