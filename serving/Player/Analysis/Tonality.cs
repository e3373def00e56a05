namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Key, mode and register from the pitches of the spectrum's peaks.</summary>
/// <param name="Key">Tonic, such as "C" or "F#".</param>
/// <param name="IsMajor">Whether the mode is major.</param>
/// <param name="Mode">Correlation with the best major key less that with the best minor one, −1 to 1; mean over segments.</param>
/// <param name="Certainty">Correlation with the best key, 0 to 1; mean over segments.</param>
/// <param name="Register">Mean pitch, MIDI number.</param>
/// <param name="Change">How much the chroma changes per second, 0 to 2.</param>
internal sealed record Tonality(string Key, bool IsMajor, double Mode, double Certainty, double Register, double Change)
{
    private const double Lowest = 55, Highest = 2000; // Hz
    private static readonly string[] Names = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    private const double SegmentSeconds = 8; // pieces modulate

    // How well tones fit a key: Temperley 1999, "What's Key for Key?".
    private static readonly double[] Major = [5, 2, 3.5, 2, 4.5, 4, 2, 4.5, 2, 3.5, 1.5, 4];
    private static readonly double[] Minor = [5, 2, 3.5, 4.5, 2, 4, 2, 4.5, 3.5, 2, 1.5, 4];

    /// <summary>Analyses frames of about 200 ms.</summary>
    public static Tonality Of(Spectrogram spectrogram)
    {
        var (weights, pitches, change) = (0.0, 0.0, 0.0);
        var (whole, segment, before) = (new double[12], new double[12], new double[12]);
        var segments = new List<double[]>();
        var perSegment = Math.Max(1, (int)(SegmentSeconds * spectrogram.FrameRate));
        for (var index = 0; index < spectrogram.Frames.Count; index++)
        {
            if (index % perSegment == 0)
            {
                segments.Add(segment = new double[12]);
            }

            var now = new double[12];
            foreach (var (frequency, magnitude) in Peaks(spectrogram.Frames[index], spectrogram.BinWidth))
            {
                var pitch = 69 + (12 * Math.Log2(frequency / 440));
                var weight = Math.Sqrt(magnitude);
                now[(int)Math.Round(pitch) % 12] += weight;
                (weights, pitches) = (weights + weight, pitches + (weight * pitch));
            }

            var sum = Math.Max(now.Sum(), 1e-9);
            for (var tone = 0; tone < 12; tone++)
            {
                whole[tone] += now[tone];
                segment[tone] += now[tone];
                change += Math.Abs((now[tone] / sum) - before[tone]);
                before[tone] = now[tone] / sum;
            }
        }

        var key = BestKey(whole);
        var fits = segments.Where(tones => tones.Sum() > 0).Select(BestKey).DefaultIfEmpty().ToList();
        return new Tonality(
            Names[key.Tonic], key.IsMajor, fits.Average(fit => fit.Mode), Math.Max(0, fits.Average(fit => fit.Fit)),
            weights > 0 ? pitches / weights : 60,
            change * spectrogram.FrameRate / Math.Max(1, spectrogram.Frames.Count));
    }

    private static (int Tonic, bool IsMajor, double Fit, double Mode) BestKey(double[] chroma)
    {
        var major = Enumerable.Range(0, 12).MaxBy(tonic => Correlation(chroma, tonic, Major));
        var minor = Enumerable.Range(0, 12).MaxBy(tonic => Correlation(chroma, tonic, Minor));
        var (majorFit, minorFit) = (Correlation(chroma, major, Major), Correlation(chroma, minor, Minor));
        return majorFit >= minorFit
            ? (major, true, majorFit, majorFit - minorFit) : (minor, false, minorFit, majorFit - minorFit);
    }

    // Local maxima within 40 dB of the highest; a parabola gives their place between bins.
    private static IEnumerable<(double Frequency, double Magnitude)> Peaks(float[] frame, double binWidth)
    {
        var (first, last) = ((int)(Lowest / binWidth), Math.Min(frame.Length - 2, (int)(Highest / binWidth)));
        var floor = Math.Max(1e-5f, 0.01f * frame.Max());
        for (var bin = Math.Max(1, first); bin <= last; bin++)
        {
            if (frame[bin] > floor && frame[bin] > frame[bin - 1] && frame[bin] >= frame[bin + 1])
            {
                var bend = frame[bin - 1] - (2 * frame[bin]) + frame[bin + 1];
                var offset = bend < 0 ? 0.5 * (frame[bin - 1] - frame[bin + 1]) / bend : 0;
                yield return ((bin + offset) * binWidth, frame[bin]);
            }
        }
    }

    private static double Correlation(double[] chroma, int tonic, double[] profile)
    {
        var (chromaMean, profileMean) = (chroma.Average(), profile.Average());
        var (product, chromaSquare, profileSquare) = (0.0, 0.0, 0.0);
        for (var tone = 0; tone < 12; tone++)
        {
            var (x, y) = (chroma[(tone + tonic) % 12] - chromaMean, profile[tone] - profileMean);
            (product, chromaSquare, profileSquare) = (product + (x * y), chromaSquare + (x * x), profileSquare + (y * y));
        }

        return chromaSquare > 0 ? product / Math.Sqrt(chromaSquare * profileSquare) : 0;
    }
}
