using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;
using EmoMusic.Serving.Player.Listeners;
using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Tests.Player.Listeners;

/// <summary>A simulated listener plays playlist after playlist, finishes liked tracks and skips the others.</summary>
public sealed class LikeDistributionTests
{
    private const int TrainingPlays = 100;
    private const int TestPlays = 100;
    private const double MinLikedShare = 0.6;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 10)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void The_five_liked_tracks_of_fifty_are_learnt_within_a_hundred_plays(int seed)
    {
        var listener = new SimulatedListener(seed);

        listener.Play(TrainingPlays, listener.FirstTaste);

        Assert.InRange(listener.Play(TestPlays, listener.FirstTaste), MinLikedShare, 1);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_change_of_taste_is_followed_within_a_hundred_plays(int seed)
    {
        var listener = new SimulatedListener(seed);
        listener.Play(TrainingPlays + TestPlays, listener.FirstTaste);

        listener.Play(TrainingPlays, listener.SecondTaste);

        Assert.InRange(listener.Play(TestPlays, listener.SecondTaste), MinLikedShare, 1);
    }

    // As the player does: lists of 25, of which nothing repeats within an hour and a fifth from one to the next.
    [Theory]
    [InlineData(1, 0, 60)]
    [InlineData(2, 0, 60)]
    [InlineData(3, 100, 60)]
    [InlineData(4, 100, 60)]
    [InlineData(5, 100, 40)]
    public void Ten_lists_of_two_hundred_tracks_explore_and_find_what_is_liked(int seed, int minutesPerList, int liked)
    {
        var listener = new SimulatedListener(seed, tracks: 200);

        var lists = listener.PlayLists(10, listener.Taste(liked), TimeSpan.FromMinutes(minutesPerList));

        var (heard, share) = (lists.SelectMany(list => list).Distinct().Count(), lists[^1].Count(listener.Taste(liked).Contains) / 25.0);
        TestContext.Current.TestOutputHelper!.WriteLine($"{heard} different tracks, {share:P0} liked in the tenth list"); // for docs/music.md
        Assert.InRange(heard, 60, 200);
        Assert.InRange(share, MinLikedShare, 1);
        Assert.All(lists.Zip(lists.Skip(1)), pair => Assert.InRange(pair.First.Intersect(pair.Second).Count(), 0, 5));
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

    // Each track is by an artist of its own; statistics are updated as in ListenerStore.
    private sealed class SimulatedListener
    {
        private readonly List<Track> tracks;
        private readonly Dictionary<string, TrackStats> tastes = [];
        private readonly Random random;
        private readonly string[] mixed;
        private int plays;

        public SimulatedListener(int seed, int tracks = 50)
        {
            random = new Random(seed);
            this.tracks = [.. Enumerable.Range(0, tracks).Select(number => new Track(
                new StoredTrack
                {
                    Id = $"{number}",
                    Source = TrackSource.File,
                    Location = $"happy/{number}.mp3",
                    Title = $"{number}",
                    Artist = $"{number}",
                },
                Emotion.Happy, Emotion.Happy.ValenceArousal(), ""))];
            mixed = [.. this.tracks.Select(track => track.Id)];
            random.Shuffle(mixed);
            (FirstTaste, SecondTaste) = (mixed[..5].ToHashSet(), mixed[5..10].ToHashSet());
        }

        public HashSet<string> FirstTaste { get; }

        public HashSet<string> SecondTaste { get; }

        /// <summary>The first tracks in a random order.</summary>
        public HashSet<string> Taste(int count) => [.. mixed.Take(count)];

        /// <summary>Plays lists of 25 as the player gives them.</summary>
        public List<List<string>> PlayLists(int count, HashSet<string> taste, TimeSpan perList)
        {
            var clock = new Clock();
            var recent = new RecentPlaylists(clock);
            var lists = new List<List<string>>();
            while (lists.Count < count)
            {
                var profile = new ListenerProfile(new HashSet<string>(), new Dictionary<string, Emotion>(), tastes);
                var list = PlaylistSampler.Sample(
                    tracks, Approach.Match.Route(Emotion.Happy), track => profile.SampleLike(track.Id, random),
                    recent.Find("me", null, []), Emotion.Happy).Select(track => track.Id).ToList();
                recent.Add("me", null, list);
                list.ForEach(track => Record(track, taste.Contains(track)));
                lists.Add(list);
                clock.Now += perList;
            }

            return lists;
        }

        /// <summary>Plays a number of tracks, playlist by playlist.</summary>
        /// <returns>The share of liked tracks.</returns>
        public double Play(int count, HashSet<string> taste)
        {
            var (heard, liked) = (0, 0);
            while (heard < count)
            {
                var profile = new ListenerProfile(new HashSet<string>(), new Dictionary<string, Emotion>(), tastes);
                var route = Enumerable.Repeat(Emotion.Happy.ValenceArousal(), 6).ToList(); // five liked ones fill no list of 25
                foreach (var track in PlaylistSampler.Sample(tracks, route, track => profile.SampleLike(track.Id, random)).Take(count - heard))
                {
                    heard++;
                    liked += taste.Contains(track.Id) ? 1 : 0;
                    Record(track.Id, taste.Contains(track.Id));
                }
            }

            return (double)liked / count;
        }

        private sealed class Clock : TimeProvider
        {
            public DateTimeOffset Now { get; set; } = DateTimeOffset.UnixEpoch;

            public override DateTimeOffset GetUtcNow() => Now;
        }

        private void Record(string track, bool finished)
        {
            var before = tastes.GetValueOrDefault(track);
            var posterior = new LikeDistribution(before?.Finished ?? 0, before?.Skipped ?? 0)
                .Update(finished, plays + 1 - (before?.LastPlay ?? plays));
            tastes[track] = new TrackStats
            {
                ListenerId = "",
                Mood = Emotion.Happy,
                TrackId = track,
                Finished = posterior.Finished,
                Skipped = posterior.Skipped,
                LastPlay = ++plays,
            };
        }
    }
}
