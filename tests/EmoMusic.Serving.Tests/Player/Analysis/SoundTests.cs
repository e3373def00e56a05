using EmoMusic.Serving.Player.Analysis;

namespace EmoMusic.Serving.Tests.Player.Analysis;

public sealed class SoundTests
{
    private const int Rate = 44_100;

    // ITU-R BS.1770-4: a sine of 997 Hz at full scale in one channel has −3.01 LKFS.
    [Theory]
    [InlineData(44_100, 1, 1, -3.01)]
    [InlineData(48_000, 1, 1, -3.01)]
    [InlineData(48_000, 2, 0.1, -20.0)]
    [InlineData(8_000, 1, 0.5, -9.03)]
    public void Loudness_follows_the_standard(int rate, int channels, double amplitude, double lufs)
    {
        var tone = Sine(997, amplitude, 10, rate);

        var loudness = Loudness.Of(new AudioExcerpt([.. Enumerable.Repeat(tone, channels)], rate));

        Assert.Equal(lufs, loudness.Integrated, 0.1);
        Assert.Equal(amplitude, loudness.Peak, 0.01);
    }

    [Fact]
    public void Pauses_do_not_count_for_loudness_and_quiet_passages_widen_its_range()
    {
        var loud = Sine(997, 0.5, 20, Rate);

        var withPause = Loudness.Of(new AudioExcerpt([[.. loud, .. new float[20 * Rate]]], Rate));
        var withQuiet = Loudness.Of(new AudioExcerpt([[.. loud, .. Sine(997, 0.1, 20, Rate)]], Rate));

        Assert.Equal(-9.03, withPause.Integrated, 0.3);
        Assert.Equal(14, withQuiet.Range, 0.5);
    }

    // At 32 kHz a beat of 118 bpm lies between two frames, where the peak is widest of the mark.
    [Theory]
    [InlineData(72, 44_100)]
    [InlineData(100, 44_100)]
    [InlineData(128, 44_100)]
    [InlineData(150, 44_100)]
    [InlineData(58, 32_000)]
    [InlineData(118, 32_000)]
    [InlineData(120, 32_000)]
    [InlineData(121, 48_000)]
    [InlineData(163, 22_050)]
    [InlineData(97, 8_000)]
    public void The_tempo_of_clicks_is_found(int bpm, int rate)
    {
        var rhythm = SoundFeatures.Of(new AudioExcerpt([Clicks(30, rate, second => bpm)], rate)).Rhythm;

        Assert.Equal(bpm, rhythm.Bpm, 0.002 * bpm);
        Assert.Equal(bpm / 60.0, rhythm.OnsetRate, 0.1);
        Assert.InRange(rhythm.Clarity, 0.5, 1);
    }

    [Fact]
    public void A_tempo_that_moves_is_found_as_far_as_it_is_one()
    {
        var rhythm = SoundFeatures.Of(new AudioExcerpt([Clicks(60, Rate, second => 100 + (second / 6))], Rate)).Rhythm;

        Assert.InRange(rhythm.Bpm, 99, 111);
    }

    [Theory]
    [InlineData("happy/EmoMusic Big Band - Good Shoes.mp3", 106)]
    [InlineData("surprise/EmoMusic Big Band - Jack in the Box.mp3", 128)]
    [InlineData("fear/EmoMusic Ensemble - They Are Close.mp3", 132)]
    [InlineData("neutral/EmoMusic Ensemble - Slow Elevator.mp3", 2 * 96)]
    public void The_tempo_of_a_demo_track_is_the_one_of_its_score(string track, int bpm)
    {
        var excerpt = AudioDecoder.DecodeMiddle(Repository.At($"serving/music/{track}"), CancellationToken.None);

        Assert.Equal(bpm, SoundFeatures.Of(excerpt).Rhythm.Bpm, 0.002 * bpm);
    }

    [Theory]
    [InlineData(0, true, "C")]
    [InlineData(7, true, "G")]
    [InlineData(9, false, "A")]
    [InlineData(2, false, "D")]
    public void The_key_of_a_cadence_is_found(int tonic, bool isMajor, string name)
    {
        // Tonic, subdominant, dominant, tonic.
        var third = isMajor ? 4 : 3;
        int[][] chords =
        [
            [0, third, 7], [5, 5 + third, 12], [7, 11, 14], [0, third, 7, 12],
        ];
        var sound = chords.Concat(chords).SelectMany(chord => Chord(chord.Select(tone => 60 + tonic + tone), 2)).ToArray();

        var tonality = SoundFeatures.Of(new AudioExcerpt([sound], Rate)).Tonality;

        Assert.Equal((name, isMajor), (tonality.Key, tonality.IsMajor));
        Assert.Equal(isMajor, tonality.Mode > 0);
        Assert.InRange(tonality.Register, 60, 84); // with the overtones
    }

    [Fact]
    public void Bright_and_rough_sounds_are_told_from_dark_and_smooth_ones()
    {
        var dark = Timbre(Sine(220, 0.5, 10, Rate));
        var bright = Timbre(Mix(Sine(220, 0.1, 10, Rate), Sine(4000, 0.5, 10, Rate)));
        var rough = Timbre(Mix(Sine(440, 0.3, 10, Rate), Sine(500, 0.3, 10, Rate)));
        var smooth = Timbre(Mix(Sine(440, 0.3, 10, Rate), Sine(660, 0.3, 10, Rate)));

        Assert.InRange(bright.Brightness, 0.9, 1);
        Assert.InRange(dark.Brightness, 0, 0.05);
        Assert.InRange(rough.Roughness, 2 * smooth.Roughness, 10);

        static Timbre Timbre(float[] samples) => SoundFeatures.Of(new AudioExcerpt([samples], Rate)).Timbre;
    }

    [Fact]
    public void How_loud_a_file_was_mastered_changes_nothing_but_its_loudness()
    {
        var sound = Mix(Sine(262, 0.2, 10, Rate), Sine(330, 0.2, 10, Rate));
        var loud = SoundFeatures.Of(new AudioExcerpt([sound], Rate));
        var quiet = SoundFeatures.Of(new AudioExcerpt([Array.ConvertAll(sound, sample => sample / 4)], Rate));

        Assert.Equal(loud.Loudness.Integrated - 12.04, quiet.Loudness.Integrated, 0.1);
        Assert.All(
            loud.Values.Zip(quiet.Values).Where(pair => pair.First.Key != "loudness"),
            pair => Assert.Equal(pair.First.Value, pair.Second.Value, 1e-2));
    }

    [Fact]
    public void Silence_and_a_moment_of_sound_are_refused()
    {
        var silent = Assert.Throws<AudioException>(() => SoundFeatures.Of(new AudioExcerpt([new float[20 * Rate]], Rate)));
        var brief = Assert.Throws<AudioException>(() => SoundFeatures.Of(new AudioExcerpt([Sine(440, 1, 1, Rate)], Rate)));

        Assert.Equal("found silence", silent.Message);
        Assert.Equal("found 1.0 s of sound, expected at least 5 s", brief.Message);
    }

    // Bursts of noise that fade, at a tempo that may change.
    private static float[] Clicks(int seconds, int rate, Func<double, double> bpmAt)
    {
        var clicks = new float[seconds * rate];
        var random = new Random(1);
        for (var second = 0.0; second < seconds - 0.05; second += 60 / bpmAt(second))
        {
            for (var i = 0; i < rate / 22; i++)
            {
                clicks[(int)(second * rate) + i] = (float)((random.NextDouble() - 0.5) * Math.Exp(-i * 110.0 / rate));
            }
        }

        return clicks;
    }

    private static float[] Sine(double frequency, double amplitude, double seconds, int rate) =>
        [.. Enumerable.Range(0, (int)(seconds * rate))
            .Select(i => (float)(amplitude * Math.Sin(2 * Math.PI * frequency * i / rate)))];

    private static float[] Mix(float[] one, float[] other) => [.. one.Zip(other, (x, y) => x + y)];

    // Tones with four overtones, which fade.
    private static float[] Chord(IEnumerable<int> pitches, double seconds)
    {
        var sum = new float[(int)(seconds * Rate)];
        foreach (var frequency in pitches.Select(pitch => 440 * Math.Pow(2, (pitch - 69) / 12.0)))
        {
            for (var i = 0; i < sum.Length; i++)
            {
                for (var overtone = 1; overtone <= 4; overtone++)
                {
                    sum[i] += (float)(0.1 / overtone * Math.Exp(-i / (double)Rate)
                        * Math.Sin(2 * Math.PI * frequency * overtone * i / Rate));
                }
            }
        }

        return sum;
    }
}
