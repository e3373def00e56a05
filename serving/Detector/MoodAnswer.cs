using EmoMusic.Serving.Player;

namespace EmoMusic.Serving.Detector;

/// <summary>What was read in a photo, and music for it.</summary>
/// <param name="Photo">Its size, turned upright.</param>
/// <param name="Faces">The faces, the largest first; empty when none was found.</param>
/// <param name="Mood">The emotion of the largest face; null without a face.</param>
/// <param name="Playlist">Music for the mood; null without a face, or while the player cannot be reached.</param>
/// <param name="Hint">What to do when there is no face or no music.</param>
/// <param name="Model">The hash of the model that read it: GET /api/model tells more.</param>
/// <param name="ElapsedMs">Milliseconds that the reading took.</param>
public sealed record MoodAnswer(
    PhotoSize Photo, IReadOnlyList<Face> Faces, Emotion? Mood, Playlist? Playlist, string? Hint,
    string Model, double ElapsedMs)
{
    private const string NoMusic =
        "The mood was read, but the music is not there: the player service does not answer. Try again in a moment.";

    public static MoodAnswer WithoutFace(EmotionsAnswer read) =>
        new(read.Photo, read.Faces, null, null, read.Hint, read.Model, read.ElapsedMs);

    public static MoodAnswer Of(EmotionsAnswer read, Emotion mood, Playlist? playlist) =>
        new(read.Photo, read.Faces, mood, playlist, playlist is null ? NoMusic : playlist.Hint,
            read.Model, read.ElapsedMs);
}
