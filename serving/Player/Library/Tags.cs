namespace EmoMusic.Serving.Player.Library;

/// <summary>What a music file says about itself, or its name where it says nothing.</summary>
/// <param name="Title">Never empty.</param>
/// <param name="Mood">The tag MOOD, as it was written.</param>
/// <param name="Bpm">Beats a minute.</param>
/// <param name="Seconds">Its length.</param>
/// <param name="HasCover">Whether a picture comes with it.</param>
/// <param name="ContentType">What it is by its content; null where that is not known.</param>
/// <param name="Playable">Whether there is music in it, as far as was looked.</param>
/// <param name="Described">Whether the file was looked into; else only its name was.</param>
internal sealed record Tags(
    string Title, string? Artist = null, string? Album = null, string? Genre = null, string? Mood = null,
    double? Bpm = null, double? Seconds = null, bool HasCover = false, string? ContentType = null, bool Playable = true,
    bool Described = false)
{
    /// <summary>From a name such as "Artist - Title.mp3".</summary>
    public static Tags FromName(string path)
    {
        var name = Path.GetFileNameWithoutExtension(path);
        var parts = name.Split(" - ", 2, StringSplitOptions.TrimEntries);
        return parts is [{ Length: > 0 } artist, { Length: > 0 } title]
            ? new(title, artist)
            : new(name.Length > 0 ? name : Path.GetFileName(path));
    }
}
