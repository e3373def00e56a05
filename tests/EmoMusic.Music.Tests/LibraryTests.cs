using System.Text.RegularExpressions;

namespace EmoMusic.Music.Tests;

/// <summary>What a player finds: files, names, tags.</summary>
public sealed partial class LibraryTests
{
    private static readonly DemoTrack[] Tracks = DemoTrack.All;

    public static TheoryData<string> Emotions => [.. DemoTrack.Emotions];

    [Theory]
    [MemberData(nameof(Emotions))]
    public void Each_emotion_has_three_tracks(string emotion) => Assert.Equal(3, DemoTrack.Of(emotion).Length);

    [Fact]
    public void Only_emotions_have_folders() => Assert.Equal(
        DemoTrack.Emotions.Order(StringComparer.Ordinal),
        Directory.GetDirectories(DemoTrack.Folder).Select(Path.GetFileName).Order(StringComparer.Ordinal));

    [Fact]
    public void All_tracks_total_less_than_15_MB() =>
        Assert.InRange(Tracks.Sum(track => new FileInfo(track.File).Length), 5_000_000, 15_000_000);

    [Fact]
    public void A_track_lasts_60_to_90_seconds() => Assert.All(
        Tracks, track => Assert.True(track.Seconds is >= 60 and <= 90, $"{track.Name}: {track.Seconds:f1} s"));

    [Fact]
    public void File_names_are_artist_and_title_in_plain_letters() => Assert.All(Tracks, track =>
    {
        Assert.Equal($"{track.Tags["artist"]} - {track.Tags["title"]}", track.Name);
        Assert.Matches(PlainName(), track.Name);
    });

    [Fact]
    public void Tags_include_mood_tempo_key_genre_album_and_licence() => Assert.All(Tracks, track =>
    {
        Assert.Equal(track.Emotion, track.Tags["MOOD"]);
        Assert.Equal("EmoMusic", track.Tags["album"]);
        Assert.Matches(@"^\d{2,3}$", track.Tags["TBPM"]);
        Assert.Matches("^[A-G][b#]?m?$", track.Tags["TKEY"]);
        Assert.NotEmpty(track.Tags["genre"]);
        Assert.StartsWith("CC0", track.Tags["comment"], StringComparison.Ordinal);
    });

    [Theory]
    [MemberData(nameof(Emotions))]
    public void The_three_tracks_of_an_emotion_differ_in_title_genre_tempo_and_key(string emotion)
    {
        var tracks = DemoTrack.Of(emotion);
        Assert.All(
            (string[])["title", "genre", "TKEY"], tag => Assert.Equal(3, tracks.DistinctBy(t => t.Tags[tag]).Count()));
        var tempos = tracks.Select(track => track.Bpm).Order().ToArray();
        Assert.All(
            tempos.Zip(tempos.Skip(1)), pair => Assert.True(pair.Second / pair.First > 1.04, $"{emotion}: {pair}"));
    }

    [Fact]
    public void The_licence_is_CC0() => Assert.Contains(
        "CC0 1.0 Universal", File.ReadAllText(Path.Combine(DemoTrack.Folder, "LICENSE")), StringComparison.Ordinal);

    [GeneratedRegex("^[A-Za-z -]+$")]
    private static partial Regex PlainName();
}
