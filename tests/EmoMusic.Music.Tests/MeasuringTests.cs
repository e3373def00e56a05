namespace EmoMusic.Music.Tests;

/// <summary>The instruments that the tests listen with, on sound that is known.</summary>
public sealed class MeasuringTests : IDisposable
{
    private const int Rate = 11025;
    private readonly TemporaryFolder folder = new();

    /// <inheritdoc/>
    public void Dispose() => folder.Dispose();

    [Theory]
    [InlineData(70)]
    [InlineData(96)]
    [InlineData(131)]
    public void The_tempo_of_clicks_is_detected(int bpm)
    {
        var beat = (int)(60.0 * Rate / bpm);
        var clicks = Enumerable.Range(0, 40 * Rate).Select(i => i % beat < 300 ? Sine(i, 1000) : 0).ToArray();

        Assert.InRange(Tempo.Of(clicks, Rate), bpm * 0.99, bpm * 1.01);
    }

    [Theory]
    [InlineData("Cm", 0, 3, 7)]
    [InlineData("C", 0, 4, 7)]
    [InlineData("Am", 9, 12, 16)]
    [InlineData("F#", 6, 10, 13)]
    public void A_triad_is_detected_as_its_key(string key, params int[] semitones)
    {
        var chord = Enumerable.Range(0, 5 * Rate)
            .Select(i => semitones.Sum(semitone => Sine(i, 261.63 * Math.Pow(2, semitone / 12.0)))).ToArray();

        Assert.Equal(key, Key.Rank(chord, Rate)[0].Name);
    }

    [Fact]
    public void A_gap_of_two_seconds_a_quiet_tone_and_a_clipped_one_are_measured()
    {
        Make("gap", "sine=frequency=440:duration=8,volume='if(between(t,3,5),0,1)':eval=frame");
        Make("quiet", "sine=frequency=440:duration=8,volume=-30dB");
        Make("clipped", "sine=frequency=440:duration=8,volume=30dB");

        Assert.InRange(DemoTrack.Hear(folder["gap.mp3"]).LongestSilence, 1.8, 2.2);
        Assert.InRange(DemoTrack.Hear(folder["quiet.mp3"]).Loudness, -55, -45);
        Assert.True(DemoTrack.Hear(folder["clipped.mp3"]).TruePeak > -1);
    }

    private static float Sine(int sample, double frequency) =>
        (float)(0.2 * Math.Sin(2 * Math.PI * frequency * sample / Rate));

    private void Make(string name, string sound)
    {
        var made = Tool.Run(
            "ffmpeg", ["-f", "lavfi", "-i", sound, "-metadata", "title=x", folder[name + ".mp3"]]);
        Assert.True(made.ExitCode == 0, made.Errors);
    }
}
