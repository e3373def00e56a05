using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Player.Data;

/// <summary>A track, wherever it comes from. It stays when its file is gone, so that likes are there when it returns.</summary>
internal sealed class StoredTrack
{
    /// <summary>Opaque and for good, also when the file moves.</summary>
    public required string Id { get; init; }

    /// <summary>Where it comes from.</summary>
    public required TrackSource Source { get; init; }

    /// <summary>The path within the library with forward slashes, or the id on the Subsonic server.</summary>
    public required string Location { get; set; }

    /// <summary>Bytes of the file.</summary>
    public long Length { get; set; }

    /// <summary>When the file was last written, in ticks of universal time.</summary>
    public long Written { get; set; }

    /// <summary>Knows the file again where it was moved to.</summary>
    public string ContentHash { get; set; } = "";

    /// <summary>What a browser is told that it is.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Whether its tags were read; else its file's name had to do, as ffmpeg was not there.</summary>
    public bool Described { get; set; }

    /// <summary>Whether there is music in it; a file that cannot be read is kept in mind, and not read again.</summary>
    public bool Playable { get; set; } = true;

    public required string Title { get; set; }

    public string? Artist { get; set; }

    public string? Album { get; set; }

    public string? Genre { get; set; }

    /// <summary>The tag MOOD, as it was written.</summary>
    public string? MoodTag { get; set; }

    /// <summary>Beats a minute, by its tag.</summary>
    public double? Bpm { get; set; }

    public double? Seconds { get; set; }

    /// <summary>Whether a picture comes with it.</summary>
    public bool HasCover { get; set; }

    /// <summary>The id of that picture on the Subsonic server.</summary>
    public string? CoverId { get; set; }

    /// <summary>The emotion that its folder, or one above, is named after.</summary>
    public Emotion? FolderMood { get; set; }

    /// <summary>The emotion that a playlist file with it is named after.</summary>
    public Emotion? ListMood { get; set; }

    /// <summary>Whether the file was not there when it was last looked for.</summary>
    public bool Gone { get; set; }

    /// <summary>Takes over where its file lies.</summary>
    public void Take(MusicFile file)
    {
        Location = file.Location;
        Length = file.Length;
        Written = file.Written;
        FolderMood = file.FolderMood;
        Gone = false;
    }

    /// <summary>Takes over what its file says.</summary>
    public void Take(Tags tags)
    {
        Described = tags.Described;
        Playable = tags.Playable;
        Title = tags.Title;
        Artist = tags.Artist;
        Album = tags.Album;
        Genre = tags.Genre;
        MoodTag = tags.Mood;
        Bpm = tags.Bpm;
        Seconds = tags.Seconds;
        HasCover = tags.HasCover;
    }
}

/// <summary>Where tracks come from.</summary>
internal enum TrackSource
{
    /// <summary>A file of the library.</summary>
    File,

    /// <summary>A song on a Subsonic server.</summary>
    Subsonic,
}
