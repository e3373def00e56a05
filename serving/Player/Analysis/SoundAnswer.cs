namespace EmoMusic.Serving.Player.Analysis;

/// <summary>What the worker answers for a file: what it sounds like, or why that could not be found out.</summary>
/// <param name="Features">What was measured; null after a failure.</param>
/// <param name="Place">Where it lies; null after a failure.</param>
/// <param name="Failure">The reason, to be read after the file's name.</param>
/// <param name="IsTransient">Whether the same file may do better another time: a disk or a worker failed, not the file.</param>
internal sealed record SoundAnswer(
    SoundFeatures? Features = null, MusicPlace? Place = null, string? Failure = null, bool IsTransient = false);
