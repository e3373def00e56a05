using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Detector;

/// <summary>The faces in a photo, and music for the mood of the largest one.</summary>
/// <param name="Photo">Its size, after EXIF rotation.</param>
/// <param name="Faces">Largest first; empty if none was found.</param>
/// <param name="Mood">The emotion of the largest face; null without a face.</param>
/// <param name="Playlist">Music for the mood; null without a face, or while the player is unavailable.</param>
/// <param name="Hint">What to do if there is no face or no music; else null.</param>
/// <param name="Note">If there are more faces than these, says so; else null.</param>
/// <param name="Model">The hash of the model: see GET /api/model.</param>
/// <param name="ElapsedMs">Processing time in milliseconds, without the playlist.</param>
public sealed record MoodResponse(
    PhotoSize Photo, IReadOnlyList<Face> Faces, Emotion? Mood, Playlist? Playlist, string? Hint, string? Note,
    string Model, double ElapsedMs)
{
    private const string NoMusic =
        "The mood was detected, but the player service is unavailable, so there is no music. Try again in a moment.";

    public static MoodResponse WithoutFace(EmotionsResponse detected) =>
        new(detected.Photo, detected.Faces, null, null, detected.Hint, detected.Note, detected.Model, detected.ElapsedMs);

    public static MoodResponse Of(EmotionsResponse detected, Emotion mood, Playlist? playlist) =>
        new(detected.Photo, detected.Faces, mood, playlist, playlist is null ? NoMusic : playlist.Hint,
            detected.Note, detected.Model, detected.ElapsedMs);
}
