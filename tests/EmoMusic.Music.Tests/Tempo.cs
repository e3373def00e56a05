namespace EmoMusic.Music.Tests;

/// <summary>Hears a tempo: how strongly the onsets of a sound repeat after a beat, two beats and so on.</summary>
internal static class Tempo
{
    private const int Size = 512;
    private const int Hop = 128;
    private const int Repeats = 8;

    /// <summary>The tempo between 50 and 200 beats a minute whose beats the onsets fit best.</summary>
    public static double Of(float[] samples, int rate)
    {
        var onsets = Onsets(samples);
        var framesPerMinute = 60.0 * rate / Hop;
        var likeness = Likeness(onsets, (int)(framesPerMinute / 50 * Repeats) + 2);
        var tempos = Enumerable.Range(0, 1501).Select(i => 50 + (i * 0.1));
        return tempos.MaxBy(bpm => Score(likeness, framesPerMinute / bpm) * Habit(bpm));
    }

    /// <summary>How much louder each frame is than the one before, over all frequencies (spectral flux).</summary>
    public static float[] Onsets(float[] samples)
    {
        var spectra = Spectrum.Of(samples, Size, Hop);
        foreach (var spectrum in spectra)
        {
            for (var bin = 0; bin < spectrum.Length; bin++)
            {
                spectrum[bin] = MathF.Log(1 + (20 * spectrum[bin])); // as the ear, quiet onsets count too
            }
        }

        var flux = spectra.Zip(spectra.Skip(1), Rise).ToArray();
        var smooth = Enumerable.Range(0, flux.Length).Select(i => Around(flux, i));
        return [.. flux.Zip(smooth, (value, around) => Math.Max(0, value - around))];
    }

    private static float Rise(float[] before, float[] after)
    {
        var sum = 0f;
        for (var bin = 0; bin < after.Length; bin++)
        {
            sum += Math.Max(0, after[bin] - before[bin]);
        }

        return sum;
    }

    private static float Around(float[] values, int middle)
    {
        var (from, to) = (Math.Max(0, middle - 40), Math.Min(values.Length, middle + 40));
        var sum = 0f;
        for (var i = from; i < to; i++)
        {
            sum += values[i];
        }

        return sum / (to - from);
    }

    private static double[] Likeness(float[] onsets, int longest) => [.. Enumerable.Range(0, longest).Select(lag =>
        onsets.Skip(lag).Zip(onsets, (one, other) => (double)one * other).Sum() / (onsets.Length - lag))];

    private static double Score(double[] likeness, double period) => Enumerable.Range(1, Repeats).Sum(n =>
    {
        var (whole, part) = ((int)(n * period), (n * period) % 1);
        return (likeness[whole] * (1 - part)) + (likeness[whole + 1] * part);
    });

    // People tap near 120 (a log-normal weight after Ellis 2007): of tempos that fit as well, the middle one.
    private static double Habit(double bpm) => Math.Exp(-0.5 * Math.Pow(Math.Log2(bpm / 110), 2));
}
