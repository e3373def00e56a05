namespace EmoMusic.ComposeMusic;

/// <summary>The music itself: tempo, mode, register and instruments by mood, three styles a mood.</summary>
internal static class Scores
{
    public static IReadOnlyList<string> Emotions { get; } =
        ["angry", "disgust", "fear", "happy", "sad", "surprise", "neutral"];

    public static Track[] All { get; } =
    [
        .. AngryScores.Tracks, .. DisgustScores.Tracks, .. FearScores.Tracks, .. HappyScores.Tracks, .. SadScores.Tracks,
        .. SurpriseScores.Tracks, .. NeutralScores.Tracks,
    ];
}
