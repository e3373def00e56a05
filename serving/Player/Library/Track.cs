using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A playable track.</summary>
/// <param name="Stored">Its row in the database.</param>
/// <param name="Mood">The mood it belongs to most; null if nothing indicates one.</param>
/// <param name="ValenceArousal">Its place: that of its mood, or measured within this library.</param>
/// <param name="Why">The source of its mood, as shown to listeners.</param>
internal sealed record Track(StoredTrack Stored, Emotion? Mood, ValenceArousal ValenceArousal, string Why)
{
    private MoodMemberships? memberships;

    public string Id => Stored.Id;

    /// <summary>What it sounds like, or why that could not be found out; null if it was not analysed yet.</summary>
    public Sound? Sound { get; init; }

    /// <summary>The same track with its place within the library.</summary>
    public Track With(MoodMemberships measured) =>
        this with { Mood = measured.Mood, ValenceArousal = measured.Where, memberships = measured };

    /// <summary>The same track with the mood that a listener assigned to it.</summary>
    public Track WithMood(Emotion mood) =>
        this with { Mood = mood, ValenceArousal = mood.ValenceArousal(), Why = "you said so", memberships = null };

    /// <summary>How much it belongs to a mood, 0 to 1.</summary>
    public double DegreeOf(Emotion mood) => memberships?.Degrees[(int)mood] ?? (Mood == mood ? 1 : 0);

    /// <summary>Whether it plays for a mood.</summary>
    public bool Plays(Emotion mood) => DegreeOf(mood) >= MoodMemberships.Plays;
}
