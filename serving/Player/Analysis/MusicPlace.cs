namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Where a piece lies by its sound.</summary>
/// <param name="Valence">−1 (dark) to 1 (bright).</param>
/// <param name="Arousal">−1 (calm) to 1 (excited).</param>
/// <param name="Uncertainty">Standard error of both, 0 to 1.</param>
internal sealed record MusicPlace(double Valence, double Arousal, double Uncertainty);
