using EmoMusic.Serving.Player.Playlists;

namespace EmoMusic.Serving.Tests.Player.Playlists;

public sealed class RecentPlaylistsTests
{
    private readonly RecentPlaylists recent = new(TimeProvider.System);

    [Fact]
    public void A_listener_without_a_cookie_is_known_by_their_address_until_they_have_one()
    {
        recent.Add(null, "10.0.0.1", ["a"]);

        Assert.True(recent.Find(null, "10.0.0.1", []).IsRecent("a"));
        Assert.True(recent.Find("cookie", "10.0.0.1", []).IsRecent("a"));
        Assert.False(recent.Find(null, "10.0.0.2", []).IsRecent("a"));
        Assert.False(recent.Find(null, null, []).IsRecent("a"));
    }

    [Fact]
    public void Lists_that_the_listener_names_count_as_given()
    {
        var heard = recent.Find(null, null, [.. Enumerable.Range(0, 60).Select(i => $"{i}")]);

        Assert.True(heard.IsRecent("0"));
        Assert.Equal(25, heard.LastList.Count);
        Assert.Contains("59", heard.LastList);
    }

    [Fact]
    public void A_forgotten_listener_was_given_nothing()
    {
        recent.Add("me", null, ["a"]);

        recent.Forget("me");

        Assert.False(recent.Find("me", null, []).IsRecent("a"));
    }

    [Fact]
    public void A_track_is_fresh_again_after_days()
    {
        var now = DateTimeOffset.UnixEpoch;
        double After(double hours) =>
            new HeardTracks(new HashSet<string>(), new Dictionary<string, DateTimeOffset> { ["a"] = now }, now.AddHours(hours)).Freshness("a");

        Assert.Equal(0.5, After(0), 1e-9);
        Assert.InRange(After(24), 0.75, 0.85);
        Assert.InRange(After(72), 0.95, 1);
        Assert.Equal(1, HeardTracks.Nothing.Freshness("a"));
    }
}
