using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A playable track.</summary>
/// <param name="Stored">Its row in the database.</param>
/// <param name="Mood">Its mood; null if nothing indicates one.</param>
/// <param name="ValenceArousal">Its position: that of its mood, unless its tags say more.</param>
/// <param name="Why">The source of its mood, as shown to listeners.</param>
internal sealed record Track(StoredTrack Stored, Emotion? Mood, ValenceArousal ValenceArousal, string Why)
{
    private const double NeutralBpm = 110; // beats per minute at arousal 0
    private const double BpmRange = 80; // from there to arousal 1, or −1

    public string Id => Stored.Id;

    /// <summary>A track whose mood comes from its folder, else a playlist file, else its tags.</summary>
    public static Track From(StoredTrack stored, MoodCatalog moods)
    {
        if ((stored.FolderMood ?? stored.PlaylistMood) is { } named)
        {
            return new(stored, named, named.ValenceArousal(), stored.FolderMood is null
                ? $"on a playlist called {named.Name()}" : $"in a folder called {named.Name()}");
        }

        var (words, position) = (stored.MoodTag, stored.MoodTag is { } tag ? moods.FindValenceArousal(tag) : null);
        (words, position) = position is null && stored.Genre is { } genre
            ? (genre, moods.FindValenceArousal(genre)) : (words, position);
        return (position, stored.Bpm) switch
        {
            ({ } known, { } bpm) => At(known.Lerp(new(known.Valence, Arousal(bpm)), 0.5), $"{words}, {bpm:0} bpm"),
            ({ } known, null) => At(known, words!),
            (null, { } bpm) => At(new(0, Arousal(bpm)), $"{bpm:0} bpm"),
            _ => new(stored, null, default, "no mood found"),
        };

        Track At(ValenceArousal where, string why) => new(stored, Emotions.Nearest(where), where, $"tagged {why}");
    }

    /// <summary>The same track with the mood that a listener assigned to it.</summary>
    public Track WithMood(Emotion mood) =>
        this with { Mood = mood, ValenceArousal = mood.ValenceArousal(), Why = "your choice" };

    private static double Arousal(double bpm) => Math.Clamp((bpm - NeutralBpm) / BpmRange, -1, 1);
}
