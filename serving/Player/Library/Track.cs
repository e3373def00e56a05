using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Library;

/// <summary>A track that can be played now.</summary>
/// <param name="Stored">As the database has it.</param>
/// <param name="Mood">The emotion it is for; null when nothing about it tells.</param>
/// <param name="Place">Where it lies among moods; that of its mood unless its tags know better.</param>
/// <param name="Why">What told the mood, as told to a listener.</param>
internal sealed record Track(StoredTrack Stored, Emotion? Mood, Place Place, string Why)
{
    private const double CalmBpm = 110; // beats a minute that are neither calm nor excited
    private const double BpmSpread = 80; // as many more or fewer are as excited, or calm, as music gets

    /// <summary>Its id.</summary>
    public string Id => Stored.Id;

    /// <summary>A track with what its folder, a playlist file, or its tags say of its mood, in this order.</summary>
    public static Track Of(StoredTrack stored, Moods moods)
    {
        if ((stored.FolderMood ?? stored.ListMood) is { } named)
        {
            return new(stored, named, named.Place(), stored.FolderMood is null
                ? $"on a playlist called {named.Name()}" : $"in a folder called {named.Name()}");
        }

        var (words, place) = (stored.MoodTag, stored.MoodTag is { } tag ? moods.PlaceOf(tag) : null);
        (words, place) = place is null && stored.Genre is { } genre ? (genre, moods.PlaceOf(genre)) : (words, place);
        return (place, stored.Bpm) switch
        {
            ({ } known, { } bpm) => At(known.Towards(new(known.Valence, Arousal(bpm)), 0.5), $"{words}, {bpm:0} beats a minute"),
            ({ } known, null) => At(known, words!),
            (null, { } bpm) => At(new(0, Arousal(bpm)), $"{bpm:0} beats a minute"),
            _ => new(stored, null, default, "nothing tells its mood"),
        };

        Track At(Place where, string why) => new(stored, Emotions.Nearest(where), where, $"its tags say: {why}");
    }

    /// <summary>The same track, for the mood that a listener chose.</summary>
    public Track For(Emotion own) => this with { Mood = own, Place = own.Place(), Why = "you said so" };

    private static double Arousal(double bpm) => Math.Clamp((bpm - CalmBpm) / BpmSpread, -1, 1);
}
