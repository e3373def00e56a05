namespace EmoMusic.Music.Tests;

/// <summary>What a listener hears: loudness, tempo, mode, and the order of the moods.</summary>
public sealed class SoundTests
{
    private static readonly DemoTrack[] Tracks = DemoTrack.All;

    [Fact]
    public void All_tracks_have_similar_loudness()
    {
        Assert.All(
            Tracks, track => Assert.True(track.Loudness is > -19 and < -17, $"{track.Name}: {track.Loudness} LUFS"));
        Assert.InRange(Tracks.Max(track => track.Loudness) - Tracks.Min(track => track.Loudness), 0, 2);
    }

    [Fact]
    public void No_track_clips() =>
        Assert.All(Tracks, track => Assert.True(track.TruePeak <= -1, $"{track.Name}: {track.TruePeak} dBTP"));

    [Fact]
    public void No_track_is_silent_for_a_second() => Assert.All(
        Tracks, track => Assert.True(track.LongestSilence <= 1, $"{track.Name}: {track.LongestSilence} s of silence"));

    [Fact]
    public void The_detected_tempo_matches_the_tag() => Assert.All(Tracks, track =>
    {
        var ratios = ((double[])[0.5, 1, 2]).Select(octave => Math.Abs((track.HeardTempo / track.Bpm / octave) - 1));
        Assert.True(ratios.Min() <= 0.03, $"{track.Name}: heard {track.HeardTempo:f1}, tagged {track.Bpm}");
    });

    [Fact]
    public void The_detected_key_matches_the_tag() => Assert.All(Tracks, track => Assert.True(
        track.HeardKeys[0].Name == track.Key,
        $"{track.Name}: tagged {track.Key}, heard "
        + string.Join(", ", track.HeardKeys.Take(3).Select(key => $"{key.Name} {key.Likeness:f2}"))));

    [Theory]
    [InlineData("happy", false)]
    [InlineData("surprise", false)]
    [InlineData("sad", true)]
    [InlineData("angry", true)]
    [InlineData("fear", true)]
    [InlineData("disgust", true)]
    public void The_mode_matches_the_mood(string emotion, bool minor) => Assert.All(
        DemoTrack.Of(emotion), track => Assert.Equal(minor, track.HeardKeys[0].Name.EndsWith('m')));

    [Theory]
    [InlineData("happy", "sad")]
    [InlineData("angry", "sad")]
    [InlineData("surprise", "sad")]
    [InlineData("surprise", "neutral")]
    [InlineData("angry", "disgust")]
    [InlineData("angry", "neutral")]
    public void Higher_arousal_is_faster_and_brighter(string higher, string lower)
    {
        Assert.True(Mean(higher, t => t.Bpm) > 1.1 * Mean(lower, t => t.Bpm), "tempo");
        Assert.True(Mean(higher, t => t.Centroid) > 1.1 * Mean(lower, t => t.Centroid), "brightness");
    }

    [Fact]
    public void Happy_and_angry_music_drives_more_than_sad_music() => Assert.All(
        (string[])["happy", "angry"],
        emotion => Assert.True(Mean(emotion, t => t.Drive) > 1.2 * Mean("sad", t => t.Drive), emotion));

    private static double Mean(string emotion, Func<DemoTrack, double> figure) =>
        DemoTrack.Of(emotion).Average(figure);
}
