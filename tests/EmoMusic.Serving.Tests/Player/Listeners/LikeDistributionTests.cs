using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>A made-up listener hears playlist after playlist, finishes what they like and skips the rest.</summary>
public sealed class LikeDistributionTests
{
    private const int Learning = 100; // plays
    private const int Judged = 100; // plays after those
    private const double Wanted = 0.6; // of those judged, liked

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_five_liked_tracks_of_fifty_are_learnt_within_a_hundred_plays(int seed)
    {
        var listener = new SimulatedListener(seed);

        listener.Hear(Learning, listener.FirstTaste);

        Assert.InRange(listener.Hear(Judged, listener.FirstTaste), Wanted, 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_change_of_taste_is_followed_within_a_hundred_plays(int seed)
    {
        var listener = new SimulatedListener(seed);
        listener.Hear(Learning + Judged, listener.FirstTaste);

        listener.Hear(Learning, listener.SecondTaste);

        Assert.InRange(listener.Hear(Judged, listener.SecondTaste), Wanted, 1);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(1, 4)]
    [InlineData(3.7, 1.2)]
    [InlineData(20, 5)]
    [InlineData(80, 120)]
    public void Beta_samples_have_the_expected_mean_and_variance(double a, double b)
    {
        const int Draws = 100_000;
        var random = new Random(1);

        var drawn = Enumerable.Range(0, Draws).Select(_ => random.NextBeta(a, b)).ToList();

        var mean = a / (a + b);
        var variance = mean * (1 - mean) / (a + b + 1);
        Assert.All(drawn, share => Assert.InRange(share, 0, 1));
        Assert.InRange(drawn.Average() - mean, -5 * Math.Sqrt(variance / Draws), 5 * Math.Sqrt(variance / Draws));
        Assert.InRange(drawn.Average(share => Math.Pow(share - mean, 2)) / variance, 0.95, 1.05);
    }

    [Fact]
    public void A_like_raises_the_samples_and_only_while_it_stands()
    {
        double Mean(bool favourite)
        {
            var random = new Random(1);
            return Enumerable.Range(0, 10_000).Average(_ => default(LikeDistribution).Sample(random, 0, favourite));
        }

        Assert.InRange(Mean(favourite: false), 0.48, 0.52);
        Assert.InRange(Mean(favourite: true), 0.7, 0.8); // Beta(3, 1)
    }

    // Fifty tracks, each by another artist; what is remembered is kept as ListenerStore keeps it.
    private sealed class SimulatedListener
    {
        private readonly List<Track> tracks = [.. Enumerable.Range(0, 50).Select(number => new Track(
            new StoredTrack
            {
                Id = $"{number}",
                Source = TrackSource.File,
                Location = $"happy/{number}.mp3",
                Title = $"{number}",
                Artist = $"{number}",
            },
            Emotion.Happy, Emotion.Happy.ValenceArousal(), ""))];

        private readonly Dictionary<string, TrackStats> tastes = [];
        private readonly Random random;
        private int plays;

        public SimulatedListener(int seed)
        {
            random = new Random(seed);
            var mixed = tracks.Select(track => track.Id).ToArray();
            random.Shuffle(mixed);
            (FirstTaste, SecondTaste) = (mixed[..5].ToHashSet(), mixed[5..10].ToHashSet());
        }

        public HashSet<string> FirstTaste { get; }

        public HashSet<string> SecondTaste { get; }

        /// <summary>Hears so many tracks, a playlist at a time.</summary>
        /// <returns>The share of them that were liked.</returns>
        public double Hear(int count, HashSet<string> taste)
        {
            var (heard, liked) = (0, 0);
            while (heard < count)
            {
                var profile = new ListenerProfile(new HashSet<string>(), new Dictionary<string, Emotion>(), tastes);
                var route = Approach.Match.Route(Emotion.Happy);
                foreach (var track in PlaylistSampler.Sample(tracks, route, track => profile.SampleLike(track.Id, random)).Take(count - heard))
                {
                    heard++;
                    liked += taste.Contains(track.Id) ? 1 : 0;
                    Remember(track.Id, taste.Contains(track.Id));
                }
            }

            return (double)liked / count;
        }

        private void Remember(string track, bool finished)
        {
            var before = tastes.GetValueOrDefault(track);
            var liking = new LikeDistribution(before?.Finished ?? 0, before?.Skipped ?? 0)
                .Update(finished, plays + 1 - (before?.LastPlay ?? plays));
            tastes[track] = new TrackStats
            {
                ListenerId = "",
                Mood = Emotion.Happy,
                TrackId = track,
                Finished = liking.Finished,
                Skipped = liking.Skipped,
                LastPlay = ++plays,
            };
        }
    }
}
