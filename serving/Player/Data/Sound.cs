namespace EmoMusic.Serving.Player.Data;

/// <summary>
/// What a piece of audio sounds like, or why that could not be found out. It belongs to the audio rather than to a track, so
/// it survives moves and new tags, copies of a file share it, and analysis resumes where it stopped.
/// </summary>
internal sealed class Sound
{
    /// <summary>The track's <see cref="StoredTrack.SoundHash"/>.</summary>
    public required string Hash { get; init; }

    /// <summary>The analysis that made it; a row of another version is made anew.</summary>
    public int Version { get; set; }

    /// <summary>Size in bytes of the file it was made from.</summary>
    public long Length { get; set; }

    /// <summary>Last write time of the file it was made from, in UTC ticks.</summary>
    public long Written { get; set; }

    public DateTimeOffset AnalysedAt { get; set; }

    /// <summary>Why the file could not be analysed, to be read after its name; null if it was.</summary>
    public string? Failure { get; set; }

    /// <summary>How often analysis failed in a row for no fault of the file, such as a disk that stalled.</summary>
    public int Attempts { get; set; }

    /// <summary>When it is tried again; null if only a change of the file or of the analysis can help.</summary>
    public DateTimeOffset? RetryAt { get; set; }

    /// <summary>−1 (dark) to 1 (bright).</summary>
    public double Valence { get; set; }

    /// <summary>−1 (calm) to 1 (excited).</summary>
    public double Arousal { get; set; }

    /// <summary>Standard error of valence and arousal.</summary>
    public double Uncertainty { get; set; }

    /// <summary>Beats per minute; 0 without a beat.</summary>
    public double Bpm { get; set; }

    /// <summary>How clear the beat is, 0 to 1.</summary>
    public double PulseClarity { get; set; }

    /// <summary>Tonic, such as "F#".</summary>
    public string Key { get; set; } = "";

    public bool IsMajor { get; set; }

    /// <summary>Integrated loudness, LUFS.</summary>
    public double Loudness { get; set; }

    /// <summary>Loudness range, LU.</summary>
    public double LoudnessRange { get; set; }

    /// <summary>The highest sample; 1 is full scale.</summary>
    public double Peak { get; set; }

    /// <summary>Onsets per second.</summary>
    public double OnsetRate { get; set; }

    /// <summary>Share of the energy above 1,500 Hz, 0 to 1.</summary>
    public double Brightness { get; set; }

    /// <summary>Dissonance of the partials with each other.</summary>
    public double Roughness { get; set; }

    /// <summary>Mean pitch, MIDI number.</summary>
    public double Register { get; set; }

    /// <summary>Spectral flatness, 0 (a tone) to 1 (noise).</summary>
    public double Flatness { get; set; }
}
