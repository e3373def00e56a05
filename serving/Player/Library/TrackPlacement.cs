using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Player.Library;

/// <summary>
/// Gives the tracks of a library their moods. The first of these that is known decides: a folder or playlist file named after a
/// mood, the mood tag, then sound and genre together.
/// </summary>
internal static class TrackPlacement
{
    private const double NeutralBpm = 110; // beats per minute at arousal 0
    private const double BpmRange = 80; // from there to arousal 1, or −1

    // Standard error of a genre's place, in the unit of the sound's: pieces of one genre differ that much.
    private const double GenreUncertainty = 1;

    /// <summary>Places all tracks of a library.</summary>
    /// <param name="stored">Its tracks.</param>
    /// <param name="sounds">What they sound like, by hash; failures included.</param>
    /// <param name="moods">The places of words in tags.</param>
    public static IEnumerable<Track> Place(
        IReadOnlyCollection<StoredTrack> stored, IReadOnlyDictionary<string, Sound> sounds, MoodCatalog moods)
    {
        var named = new List<Track>();
        var estimated = new List<Track>();
        foreach (var each in stored)
        {
            var sound = sounds.GetValueOrDefault(each.SoundHash);
            if (Find(each, sound is { Failure: null } ? sound : null, moods) is not { } found)
            {
                named.Add(new Track(each, null, default, "no mood found") { Sound = sound });
            }
            else
            {
                var track = new Track(each, found.Named, found.Where, found.Why) { Sound = sound };
                (found.Named is null ? estimated : named).Add(track);
            }
        }

        var memberships = MoodMemberships.Measure([.. estimated.Select(track => track.ValenceArousal)], stored.Count);
        return named.Concat(estimated.Zip(memberships, (track, measured) => track.With(measured)));
    }

    // Null if nothing is known.
    private static Placement? Find(StoredTrack track, Sound? sound, MoodCatalog moods)
    {
        if ((track.FolderMood ?? track.PlaylistMood) is { } mood)
        {
            return new Placement(mood.ValenceArousal(), mood, track.FolderMood is null
                ? $"on a playlist called {mood.Name()}" : $"in a folder called {mood.Name()}");
        }

        if (track.MoodTag is { } tag && moods.FindValenceArousal(tag) is { } tagged)
        {
            var place = sound is null ? WithTempo(tagged, track.Bpm) : tagged;
            return new Placement(place, Emotions.Nearest(place), WhyTagged(tag, sound is null ? track.Bpm : null));
        }

        var genre = track.Genre is { } name ? moods.FindValenceArousal(name) : null;
        return (sound, genre, track.Bpm) switch
        {
            ({ } heard, { } prior, _) => new Placement(
                Combine(heard, prior), null, $"{SoundDescription.Of(heard)}, tagged {track.Genre}"),
            ({ } heard, null, _) => new Placement(new(heard.Valence, heard.Arousal), null, SoundDescription.Of(heard)),
            (null, { } prior, var bpm) => new Placement(WithTempo(prior, bpm), null, WhyTagged(track.Genre!, bpm)),
            (null, null, { } bpm) => new Placement(new(0, Arousal(bpm)), null, $"tagged {SoundDescription.Tempo(bpm)}"),
            _ => null,
        };
    }

    // The mean of both, weighted by their precisions: the surer the sound, the less its genre says.
    private static ValenceArousal Combine(Sound sound, ValenceArousal genre)
    {
        var (heard, prior) = (1 / Math.Max(1e-3, sound.Uncertainty * sound.Uncertainty), 1 / (GenreUncertainty * GenreUncertainty));
        return new ValenceArousal(sound.Valence, sound.Arousal).Lerp(genre, prior / (heard + prior));
    }

    private static string WhyTagged(string words, double? bpm) =>
        $"tagged {words}{(bpm is { } known ? $", {SoundDescription.Tempo(known)}" : "")}";

    private static ValenceArousal WithTempo(ValenceArousal place, double? bpm) =>
        bpm is { } known ? place.Lerp(new(place.Valence, Arousal(known)), 0.5) : place;

    private static double Arousal(double bpm) => Math.Clamp((bpm - NeutralBpm) / BpmRange, -1, 1);
}
