namespace EmoMusic.Serving.Player.Moods;

/// <summary>What is known of where a track lies.</summary>
/// <param name="Where">Its place.</param>
/// <param name="Named">The mood that somebody named; null if the place is an estimate from sound, genre or tempo.</param>
/// <param name="Why">Where that comes from, as shown to listeners.</param>
internal readonly record struct Placement(ValenceArousal Where, Emotion? Named, string Why);
