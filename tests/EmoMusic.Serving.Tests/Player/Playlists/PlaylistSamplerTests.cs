using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Moods;
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

        Assert.Equal(25, route.Count);
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
        Assert.Equal(25, drawn.Distinct().Count());
        var valences = drawn.Select(track => track.ValenceArousal.Valence).ToList();
        Assert.Equal(valences.Order(), valences);
    }

    [Theory]
    [InlineData("AAB", 3)]
    [InlineData("AAABB", 5)]
    [InlineData("AABBCC", 6)]
    [InlineData("AAAAAAAAAAAAAAAAAAAABBB", 6)]
    [InlineData("AAAAAAAAAAB", 3)] // A B A, then only A is left
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
            Assert.Equal(Math.Min(25, artists.Length), drawn.Distinct().Count());
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

        Assert.Equal(Enumerable.Range(0, 20).Reverse().Select(i => $"{i}"), drawn.Select(track => track.Id));
    }

    [Fact]
    public void The_nearest_tracks_to_the_route_come_first_however_little_they_are_liked()
    {
        var random = new Random(1);
        var route = Approach.Calm.Route(Emotion.Angry);
        var near = route.Concat(route).Concat(route).Concat(route)
            .Select((place, i) => Track($"near{i}", $"near{i}", new(place.Valence + 0.15, place.Arousal)));
        var far = Enumerable.Range(0, 100).Select(i => Track($"far{i}", $"far{i}", new(0.9, 0.9)));

        var drawn = PlaylistSampler.Sample(near.Concat(far), route, track => track.Id[0] == 'f' ? 1 : 0.01 * random.NextDouble());

        Assert.All(drawn.Zip(route), pair => Assert.InRange(pair.First.ValenceArousal.DistanceTo(pair.Second), 0, 0.2));
    }

    [Theory]
    [InlineData(30, 0, 0)] // minutes since the list before, tracks that both share at least and at most
    [InlineData(90, 1, 5)]
    public void Only_a_fifth_of_the_list_before_comes_again_and_nothing_within_an_hour(int minutes, int least, int most)
    {
        var clock = new Clock();
        var recent = new RecentPlaylists(clock);
        var tracks = Enumerable.Range(0, 100).Select(i => Track($"{i}", $"{i}", Emotion.Happy.ValenceArousal())).ToList();
        recent.Add("me", null, tracks.Take(25).Select(track => track.Id));
        clock.Now += TimeSpan.FromMinutes(minutes);

        // The tracks of the list before are liked most.
        var drawn = PlaylistSampler.Sample(
            tracks, Approach.Match.Route(Emotion.Happy), track => int.Parse(track.Id) < 25 ? 1 : 0.3,
            recent.Find("me", null, []), Emotion.Happy);

        Assert.InRange(drawn.Count(track => int.Parse(track.Id) < 25), least, most);
        Assert.Equal(25, drawn.Count);
    }

    [Fact]
    public void What_is_near_a_mood_fills_a_list_before_tracks_repeat()
    {
        var heard = new RecentPlaylists(new Clock());
        var tracks = Enumerable.Range(0, 60).Select(i => Track($"{i}", $"{i}", default))
            .Select((track, i) => track.With(Degrees(happy: i < 20 ? 0.9 : 0.3))).ToList();
        heard.Add("me", null, tracks.Take(20).Select(track => track.Id));

        var drawn = PlaylistSampler.Sample(
            tracks, Approach.Match.Route(Emotion.Happy), _ => 0.5, heard.Find("me", null, []), Emotion.Happy);

        Assert.All(drawn, track => Assert.InRange(int.Parse(track.Id), 20, 59));
    }

    [Fact]
    public void Albums_and_genres_vary()
    {
        var random = new Random(1);
        var tracks = Enumerable.Range(0, 200).Select(i => Track($"{i}", null, Emotion.Happy.ValenceArousal())).ToList();
        foreach (var (track, i) in tracks.Select((track, i) => (track, i)))
        {
            track.Stored.Album = $"album {i / 10}";
        }

        var drawn = PlaylistSampler.Sample(tracks, Approach.Match.Route(Emotion.Happy), _ => random.NextDouble());

        Assert.InRange(drawn.Select(track => track.Stored.Album).Distinct().Count(), 14, 20);
        Assert.All(drawn.Zip(drawn.Skip(1)), pair => Assert.NotEqual(pair.First.Stored.Album, pair.Second.Stored.Album));
    }

    private static MoodMemberships Degrees(double happy) =>
        new([.. Emotions.All.Select(mood => mood == Emotion.Happy ? happy : 0)], default);

    private sealed class Clock : TimeProvider
    {
        public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

        public override DateTimeOffset GetUtcNow() => Now;
    }

    private static Track Track(string id, string? artist, ValenceArousal place) => new(
        new StoredTrack { Id = id, Source = TrackSource.File, Location = id, Title = id, Artist = artist },
        Emotions.Nearest(place), place, "");
}
