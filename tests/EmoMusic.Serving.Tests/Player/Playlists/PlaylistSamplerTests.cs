using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Tests.Player.Playlists;

public sealed class PlaylistSamplerTests
{
    [Theory]
    [InlineData(Emotion.Happy, Approach.Match)]
    [InlineData(Emotion.Surprise, Approach.Match)]
    [InlineData(Emotion.Neutral, Approach.Match)]
    [InlineData(Emotion.Sad, Approach.Lift)]
    [InlineData(Emotion.Angry, Approach.Lift)]
    [InlineData(Emotion.Fear, Approach.Lift)]
    [InlineData(Emotion.Disgust, Approach.Lift)]
    public void Each_mood_has_a_default_approach(Emotion mood, Approach approach) =>
        Assert.Equal(approach, Approaches.DefaultFor(mood));

    [Fact]
    public void Match_stays_at_the_mood() =>
        Assert.All(Approach.Match.Route(Emotion.Sad), place => Assert.Equal(Emotion.Sad.ValenceArousal(), place));

    [Theory]
    [InlineData(Approach.Lift, 0.76, 0.48)]
    [InlineData(Approach.Calm, 0.25, -0.45)]
    public void Lift_and_calm_lead_to_the_goal_in_even_steps(
        Approach approach, double valence, double arousal)
    {
        var route = approach.Route(Emotion.Angry);

        Assert.Equal(6, route.Count);
        Assert.Equal(Emotion.Angry.ValenceArousal(), route[0]);
        Assert.Equal((valence, arousal), (Math.Round(route[^1].Valence, 9), Math.Round(route[^1].Arousal, 9)));
        var steps = route.Zip(route.Skip(1), (from, to) => from.DistanceTo(to)).ToList();
        Assert.All(steps, step => Assert.Equal(steps[0], step, tolerance: 1e-9));
    }

    [Fact]
    public void Lift_leads_from_sad_to_happy()
    {
        var random = new Random(1);
        var tracks = Emotions.All.SelectMany(mood => Enumerable.Range(0, 10).Select(i => Track($"{mood}{i}", $"{mood}{i}", mood.ValenceArousal())))
            .Concat(Enumerable.Range(0, 10).Select(i => Track($"between{i}", $"b{i}", Emotion.Sad.ValenceArousal().Lerp(Emotion.Happy.ValenceArousal(), 0.5))))
            .ToList();

        var drawn = PlaylistSampler.Sample(tracks, Approach.Lift.Route(Emotion.Sad), _ => random.NextDouble());

        Assert.Equal(Emotion.Sad.ValenceArousal(), drawn[0].ValenceArousal);
        Assert.Equal(Emotion.Happy.ValenceArousal(), drawn[^1].ValenceArousal);
        Assert.Equal(6, drawn.Distinct().Count());
        var valences = drawn.Select(track => track.ValenceArousal.Valence).ToList();
        Assert.Equal(valences.Order(), valences);
    }

    [Theory]
    [InlineData("AAB", 3)]
    [InlineData("AAABB", 5)]
    [InlineData("AABBCC", 6)]
    [InlineData("AAAAAAAAAAAAAAAAAAAABBB", 6)]
    [InlineData("AAAAAAAAAAB", 3)] // A B A, and then only A is left
    [InlineData("AAAAAAAAAABCDEFGH", 6)]
    public void No_artist_plays_twice_in_a_row_if_avoidable(string artists, int helped)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var random = new Random(seed);
            var tracks = artists.Select((artist, i) => Track($"{i}", $"{artist}", Emotion.Happy.ValenceArousal()));

            var drawn = PlaylistSampler.Sample(tracks, Approach.Match.Route(Emotion.Happy), _ => random.NextDouble());

            var first = drawn.Select(track => track.Stored.Artist).Take(helped).ToList();
            Assert.All(first.Zip(first.Skip(1)), pair => Assert.NotEqual(pair.First, pair.Second));
            Assert.Equal(Math.Min(6, artists.Length), drawn.Distinct().Count());
        }
    }

    [Fact]
    public void Unknown_artists_count_as_different()
    {
        var liked = 1.0;
        var tracks = Enumerable.Range(0, 3).Select(i => Track($"{i}", null, Emotion.Happy.ValenceArousal()))
            .Append(Track("known", "A", Emotion.Happy.ValenceArousal()));

        var drawn = PlaylistSampler.Sample(tracks, Approach.Match.Route(Emotion.Happy), _ => liked -= 0.1);

        Assert.Equal(["0", "1", "2", "known"], drawn.Select(track => track.Id));
    }

    [Fact]
    public void Fewer_tracks_than_positions_are_all_returned()
    {
        Assert.Empty(PlaylistSampler.Sample([], Approach.Match.Route(Emotion.Happy), _ => 1));
        Assert.Single(PlaylistSampler.Sample(
            [Track("a", "A", Emotion.Sad.ValenceArousal())], Approach.Lift.Route(Emotion.Happy), _ => 0));
    }

    [Fact]
    public void Tracks_with_higher_samples_come_first()
    {
        var tracks = Enumerable.Range(0, 20).Select(i => Track($"{i}", $"{i}", Emotion.Happy.ValenceArousal()));

        var drawn = PlaylistSampler.Sample(tracks, Approach.Match.Route(Emotion.Happy), track => int.Parse(track.Id) / 20.0);

        Assert.Equal(["19", "18", "17", "16", "15", "14"], drawn.Select(track => track.Id));
    }

    private static Track Track(string id, string? artist, ValenceArousal place) => new(
        new StoredTrack { Id = id, Source = TrackSource.File, Location = id, Title = id, Artist = artist },
        Emotions.Nearest(place), place, "");
}
