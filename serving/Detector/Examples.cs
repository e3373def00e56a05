using EmoMusic.Serving.Detector.Faces;

namespace EmoMusic.Serving.Detector;

/// <summary>Example responses for the API description.</summary>
internal static class Examples
{
    private const string Hash = "968ea3c43476";

    private static readonly PhotoSize Photo = new(640, 480);

    private static readonly Face Happy = Face.From(
        new Box(212, 96, 188, 188), .93, FaceQuality.Good, [.01f, 0, .02f, .91f, .01f, .03f, .02f], "data:image/png;base64,iVBORw0KGgo=");

    private static readonly Face TooDark = Face.From(
        new Box(40, 130, 96, 96), .71, new FaceQuality(false, [FaceQuality.TooDark]),
        [.1f, .02f, .14f, .05f, .25f, .04f, .4f], "data:image/png;base64,iVBORw0KGgo=");

    public static EmotionsResponse Emotions { get; } = new(Photo, [Happy, TooDark], null, null, Hash, 12.3);

    public static MoodResponse Mood { get; } = MoodResponse.Of(Emotions, Emotion.Happy, Player.Examples.Playlist);

    public static ModelResponse Model { get; } = new(
        "wide", .59, .87, Hash, "2026-11-20T18:30:00Z", new DateTimeOffset(2026, 11, 21, 9, 0, 0, TimeSpan.Zero),
        [.. Serving.Emotions.All.Select(emotion => emotion.Name())], FaceDetector.Name);
}
