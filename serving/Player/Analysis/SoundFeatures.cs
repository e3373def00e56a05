using System.Text.Json.Serialization;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>What a piece sounds like, measured on its middle minute and a half: docs/music.md has the sources.</summary>
/// <param name="Loudness">Loudness and its range.</param>
/// <param name="Rhythm">Tempo and onsets.</param>
/// <param name="Tonality">Key, mode, register.</param>
/// <param name="Timbre">Brightness and roughness.</param>
internal sealed record SoundFeatures(Loudness Loudness, Rhythm Rhythm, Tonality Tonality, Timbre Timbre)
{
    /// <summary>The shortest sound that is analysed, in seconds.</summary>
    public const double MinSeconds = 5;

    internal const double ShortWindow = 0.046; // s, for onsets and timbre
    internal const double LongWindow = 0.186;  // s, which tells semitones apart from 60 Hz on
    private const double Silent = -60;        // LUFS

    /// <summary>
    /// What the regression takes, by name; ratios and frequencies as logarithms. Loudness is not among it: it says how a file was
    /// mastered.
    /// </summary>
    [JsonIgnore]
    public IReadOnlyList<KeyValuePair<string, double>> Values =>
    [
        new("onsetRate", Math.Log2(Rhythm.OnsetRate + 0.3)),
        new("tempo", Math.Log2(Rhythm.Bpm + 10)),
        new("pulseClarity", Rhythm.Clarity),
        new("brightness", Math.Log2(Timbre.Brightness + 0.001)),
        new("roughness", Timbre.Roughness),
        new("mode", Tonality.Mode),
        new("keyCertainty", Tonality.Certainty),
        new("harmonicChange", Tonality.Change),
    ];

    /// <summary>Measures an excerpt.</summary>
    /// <exception cref="AudioException">It is too short, or silent.</exception>
    public static SoundFeatures Of(AudioExcerpt excerpt)
    {
        if (excerpt.Seconds < MinSeconds)
        {
            throw new AudioException(
                $"found {excerpt.Seconds:0.0} s of sound, expected at least {MinSeconds:0} s");
        }

        var loudness = Loudness.Of(excerpt);
        if (loudness.Integrated < Silent)
        {
            throw new AudioException("found silence");
        }

        var mono = Normalised(excerpt.Mono(), loudness.Integrated);
        var spectrogram = Spectrogram.Of(mono, excerpt.Rate, ShortWindow, overlap: 2);
        return new SoundFeatures(
            loudness, Rhythm.Of(spectrogram), Tonality.Of(Spectrogram.Of(mono, excerpt.Rate, LongWindow, overlap: 2)),
            Timbre.Of(spectrogram));
    }

    // To −18 LUFS, so that nothing but the loudness depends on how the file was mastered.
    private static float[] Normalised(float[] mono, double lufs)
    {
        var gain = (float)Math.Pow(10, (-18 - lufs) / 20);
        return Array.ConvertAll(mono, sample => sample * gain);
    }
}
