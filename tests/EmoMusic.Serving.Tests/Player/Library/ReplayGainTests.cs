using EmoMusic.Serving.Player.Data;
using EmoMusic.Serving.Player.Library;

namespace EmoMusic.Serving.Tests.Player.Library;

public sealed class ReplayGainTests
{
    [Theory]
    [InlineData(null, null, -10.0, 0.9, -8.0)] // to −18 LUFS
    [InlineData(null, null, -24.0, 0.5, 6.0)]
    [InlineData(null, null, -24.0, 1.0, 0.0)] // its peak would clip
    [InlineData(-6.5, 0.9, -10.0, 0.9, -6.5)] // the tag is believed
    [InlineData(4.0, 0.5, null, null, 4.0)]
    [InlineData(4.0, 0.9, null, null, 0.92)]
    [InlineData(4.0, null, null, null, 0.0)] // the peak is unknown
    [InlineData(4.0, null, -22.0, 0.8, 1.94)]
    [InlineData(null, null, null, null, null)]
    [InlineData(double.NaN, null, null, null, null)]
    [InlineData(-900.0, null, null, null, -60.0)]
    [InlineData(-3.0, 0.0, null, null, -3.0)]
    public void The_gain_levels_and_never_clips(double? tag, double? tagPeak, double? lufs, double? peak, double? gain)
    {
        var stored = new StoredTrack
        {
            Id = "a",
            Source = TrackSource.File,
            Location = "a",
            Title = "a",
            ReplayGainDb = tag,
            ReplayGainPeak = tagPeak,
        };
        var track = new Track(stored, null, default, "")
        {
            Sound = lufs is null ? null : new Sound { Hash = "", Loudness = lufs.Value, Peak = peak!.Value },
        };

        Assert.Equal(gain, ReplayGain.Of(track));
    }

    [Fact]
    public void A_failed_analysis_says_nothing_of_loudness()
    {
        var stored = new StoredTrack { Id = "a", Source = TrackSource.File, Location = "a", Title = "a" };

        Assert.Null(ReplayGain.Of(new Track(stored, null, default, "") { Sound = new Sound { Hash = "", Failure = "found silence" } }));
    }
}
