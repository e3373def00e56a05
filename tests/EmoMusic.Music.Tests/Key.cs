namespace EmoMusic.Music.Tests;

/// <summary>Hears a key: which of 24 profiles the loudness of the twelve pitch classes resembles most.</summary>
internal static class Key
{
    private const int Size = 4096;
    private const int Partials = 8; // a saxophone's seventh is strong, and no note of the chord
    private const double Fading = 0.7; // from one partial to the next
    private const double Floor = 0.02; // of the loudest peak: what is below is noise
    private const double EndWeight = 0.3;

    private static readonly string[] Names = ["C", "C#", "D", "Eb", "E", "F", "F#", "G", "Ab", "A", "Bb", "B"];

    // Temperley (1999), "What's key for key?": how well each degree fits, from the tonic up by semitones.
    private static readonly double[] Major = [5.0, 2.0, 3.5, 2.0, 4.5, 4.0, 2.0, 4.5, 2.0, 3.5, 1.5, 4.0];
    private static readonly double[] Minor = [5.0, 2.0, 3.5, 4.5, 2.0, 4.0, 2.0, 4.5, 3.5, 2.0, 1.5, 4.0];

    /// <summary>
    /// The keys by likeness, best first: "C" is major, "Cm" minor. The last three seconds count once more: a key and
    /// its relative have the same notes, but a piece closes on its tonic.
    /// </summary>
    public static List<(string Name, double Likeness)> Rank(float[] samples, int rate)
    {
        var whole = Chroma(samples, rate);
        var end = Chroma(samples[^(3 * rate)..], rate);
        var chroma = whole.Zip(end, (all, last) => (all / whole.Sum()) + (EndWeight * last / end.Sum())).ToArray();
        var keys = from tonic in Enumerable.Range(0, 12)
                   from minor in (bool[])[false, true]
                   let turned = Enumerable.Range(0, 12).Select(i => chroma[(tonic + i) % 12]).ToArray()
                   let likeness = Correlation(turned, minor ? Minor : Major)
                   orderby likeness descending
                   select (Names[tonic] + (minor ? "m" : ""), likeness);
        return [.. keys];
    }

    // A peak counts for itself and, less and less, for the notes that it may be the second, third… partial of
    // (Gómez 2006).
    private static double[] Chroma(float[] samples, int rate)
    {
        var chroma = new double[12];
        foreach (var spectrum in Spectrum.Of(samples, Size, Size / 2))
        {
            var floor = Floor * spectrum.Max();
            for (var bin = 1; bin < spectrum.Length - 1; bin++)
            {
                var frequency = (double)bin * rate / Size;
                var isPeak = spectrum[bin] > spectrum[bin - 1] && spectrum[bin] >= spectrum[bin + 1];
                if (isPeak && spectrum[bin] > floor && frequency is > 30 and < 1500)
                {
                    var peak = frequency + (Offset(spectrum, bin) * rate / Size);
                    for (var partial = 1; partial <= Partials; partial++)
                    {
                        var pitch = 69 + (12 * Math.Log2(peak / partial / 440));
                        var weight = Math.Sqrt(spectrum[bin]) * Math.Pow(Fading, partial - 1);
                        chroma[((int)Math.Round(pitch) + 120) % 12] += weight;
                    }
                }
            }
        }

        return chroma;
    }

    // Where between the bins a peak is: the top of a parabola through three of them.
    private static double Offset(float[] spectrum, int bin)
    {
        var (left, middle, right) = (spectrum[bin - 1], spectrum[bin], spectrum[bin + 1]);
        return 0.5 * (left - right) / (left - (2 * middle) + right);
    }

    private static double Correlation(double[] one, double[] other)
    {
        var (meanOne, meanOther) = (one.Average(), other.Average());
        var together = one.Zip(other, (a, b) => (a - meanOne) * (b - meanOther)).Sum();
        var spread = one.Sum(a => Math.Pow(a - meanOne, 2)) * other.Sum(b => Math.Pow(b - meanOther, 2));
        return together / Math.Sqrt(spread);
    }
}
