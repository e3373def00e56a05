namespace EmoMusic.Serving.Player.Data;

/// <summary>A track of any source. Its row stays when its file disappears, so that likes survive until it returns.</summary>
internal sealed class StoredTrack
{
    /// <summary>Opaque; stays the same when the file moves.</summary>
    public required string Id { get; init; }

    public required TrackSource Source { get; init; }

    /// <summary>The library it belongs to, where several share a database; empty where only one does.</summary>
    public string Library { get; set; } = "";

    /// <summary>The path within the library, with forward slashes, or the id on the Subsonic server.</summary>
    public required string Location { get; set; }

    /// <summary>File size in bytes.</summary>
    public long Length { get; set; }

    /// <summary>The file's last write time, in UTC ticks.</summary>
    public long Written { get; set; }

    /// <summary>Identifies the file after a move, or the song of a server.</summary>
    public string ContentHash { get; set; } = "";

    /// <summary>Identifies the audio after its tags were changed; empty if the format is unknown or was not read yet.</summary>
    public string AudioHash { get; set; } = "";

    /// <summary>The <see cref="Sound.Hash"/> of what it sounds like.</summary>
    public string SoundHash => AudioHash.Length > 0 ? AudioHash : ContentHash;

    /// <summary>The MusicBrainz track or recording id of its tags.</summary>
    public string? MusicBrainzId { get; set; }

    /// <summary>The media type sent to browsers.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>Whether its tags were read; false if only the file name was available, and it is tried again.</summary>
    public bool Probed { get; set; }

    /// <summary>Whether it contains music. Unreadable files are remembered, so that they are not read again.</summary>
    public bool Playable { get; set; } = true;

    public required string Title { get; set; }

    public string? Artist { get; set; }

    public string? Album { get; set; }

    public string? Genre { get; set; }

    /// <summary>The MOOD tag, verbatim.</summary>
    public string? MoodTag { get; set; }

    /// <summary>Beats per minute, from its tag.</summary>
    public double? Bpm { get; set; }

    /// <summary>Duration.</summary>
    public double? Seconds { get; set; }

    /// <summary>ReplayGain of the track in dB, from its tag.</summary>
    public double? ReplayGainDb { get; set; }

    /// <summary>ReplayGain's peak of the track, from its tag; 1 is full scale.</summary>
    public double? ReplayGainPeak { get; set; }

    public bool HasCover { get; set; }

    /// <summary>The cover's id on the Subsonic server.</summary>
    public string? CoverId { get; set; }

    /// <summary>The emotion that the nearest parent folder is named after, unless it is an artist's or an album's.</summary>
    public Emotion? FolderMood { get; set; }

    /// <summary>The emotion that a playlist file containing it is named after.</summary>
    public Emotion? PlaylistMood { get; set; }

    /// <summary>Whether the last scan did not find the file.</summary>
    public bool Missing { get; set; }
}

/// <summary>Where a track comes from.</summary>
internal enum TrackSource
{
    /// <summary>A file in the library folder.</summary>
    File,

    /// <summary>A song on a Subsonic server.</summary>
    Subsonic,
}
