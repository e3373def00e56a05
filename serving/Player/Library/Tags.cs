using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A music file's tags, or what its name says if it has none.</summary>
/// <param name="Title">Never empty.</param>
/// <param name="Genre">All genres, with "; " between them.</param>
/// <param name="Mood">The MOOD tag, with "; " between several values.</param>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="Seconds">Duration.</param>
/// <param name="HasCover">Whether the file contains a picture.</param>
/// <param name="ContentType">The media type by content; null if unknown.</param>
/// <param name="Playable">Whether it contains music, as far as it was read.</param>
/// <param name="Probed">Whether the file was read; else only its name is known, and it is tried again.</param>
/// <param name="MusicBrainzId">The MusicBrainz track or recording id.</param>
/// <param name="ReplayGainDb">The track's ReplayGain.</param>
/// <param name="ReplayGainPeak">The track's highest sample, 1 at full scale.</param>
internal sealed record Tags(
    string Title, string? Artist = null, string? Album = null, string? Genre = null, string? Mood = null,
    double? Bpm = null, double? Seconds = null, bool HasCover = false, string? ContentType = null, bool Playable = true,
    bool Probed = false, string? MusicBrainzId = null, double? ReplayGainDb = null, double? ReplayGainPeak = null)
{
    /// <summary>From a name such as "Artist - Title.mp3".</summary>
    public static Tags FromName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(
            string.Create(path.Length, path, static (text, from) =>
            {
                for (var i = 0; i < text.Length; i++)
                {
                    text[i] = char.IsControl(from[i]) ? ' ' : from[i]; // file systems allow line breaks
                }
            }));
        var parts = name.Split(" - ", 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 } artist, { Length: > 0 } title]
            ? new(title, artist)
            : new(name.Length > 0 ? name : Path.GetFileName(path));
    }

    /// <summary>Copies the tags to a track.</summary>
    public void ApplyTo(StoredTrack track)
    {
        track.Probed = Probed;
        track.Playable = Playable;
        track.Title = Title;
        track.Artist = Artist;
        track.Album = Album;
        track.Genre = Genre;
        track.MoodTag = Mood;
        track.Bpm = Bpm;
        track.Seconds = Seconds;
        track.HasCover = HasCover;
        track.MusicBrainzId = MusicBrainzId;
        track.ReplayGainDb = ReplayGainDb;
        track.ReplayGainPeak = ReplayGainPeak;
    }
}
