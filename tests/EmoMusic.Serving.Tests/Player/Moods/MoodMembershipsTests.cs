using EmoMusic.Serving.Player.Moods;

namespace EmoMusic.Serving.Tests.Player.Moods;

public sealed class MoodMembershipsTests
{
    [Theory]
    [InlineData(50, 1)]
    [InlineData(50, 2)]
    [InlineData(300, 3)]
    public void Every_mood_is_played_by_a_seventh_of_the_library(int tracks, int seed)
    {
        var measured = MoodMemberships.Measure(Places(tracks, seed, new(0, 0), spread: 0.3), tracks);

        Assert.All(Emotions.All, mood =>
            Assert.InRange(measured.Count(each => each.Degrees[(int)mood] >= MoodMemberships.Plays), tracks / 7, tracks));
        Assert.All(measured, each => Assert.All(each.Degrees, degree => Assert.InRange(degree, 0, 1)));
    }

    [Fact]
    public void A_quiet_library_has_its_liveliest_tracks()
    {
        var quiet = Places(50, seed: 1, centre: new(0, -0.7), spread: 0.2);

        var measured = MoodMemberships.Measure(quiet, quiet.Count);

        var happy = measured.Index().Where(each => each.Item.Degrees[(int)Emotion.Happy] >= MoodMemberships.Plays)
            .Select(each => quiet[each.Index]).ToList();
        Assert.True(happy.Average(place => place.Arousal) > quiet.Average(place => place.Arousal));
        Assert.True(happy.Average(place => place.Valence) > quiet.Average(place => place.Valence));
    }

    [Fact]
    public void A_few_tracks_are_measured_absolutely()
    {
        var places = new List<ValenceArousal> { new(0.7, 0.5), new(-0.6, -0.3) };

        var measured = MoodMemberships.Measure(places, places.Count);

        Assert.Equal([Emotion.Happy, Emotion.Sad], measured.Select(each => each.Mood));
        Assert.Equal(places, measured.Select(each => each.Where));
        Assert.InRange(measured[0].Degrees[(int)Emotion.Sad], 0, 0.01);
    }

    [Fact]
    public void Tracks_at_one_point_all_play_for_its_mood_and_no_other_far_from_it()
    {
        var measured = MoodMemberships.Measure([.. Enumerable.Repeat(new ValenceArousal(0.76, 0.48), 100)], 100);

        Assert.All(measured, each => Assert.True(each.Degrees[(int)Emotion.Happy] >= MoodMemberships.Plays));
        Assert.All(measured, each => Assert.True(each.Degrees[(int)Emotion.Sad] < MoodMemberships.Plays));
    }

    private static List<ValenceArousal> Places(int count, int seed, ValenceArousal centre, double spread)
    {
        var random = new Random(seed);
        double Next() => spread * ((2 * random.NextDouble()) - 1);
        return [.. Enumerable.Range(0, count).Select(_ => new ValenceArousal(centre.Valence + Next(), centre.Arousal + Next()))];
    }
}
