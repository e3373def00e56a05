namespace EmoMusic.Serving.Player.Analysis;

/// <summary>What the spectrum sounds like, averaged over the frames by their energy.</summary>
/// <param name="Brightness">Share of the energy above 1,500 Hz, 0 to 1 (Juslin 2000).</param>
/// <param name="Centroid">Spectral centroid, Hz.</param>
/// <param name="Roughness">Dissonance of the partials with each other (Vassilakis 2001), for amplitudes that sum to 1.</param>
/// <param name="Flatness">Geometric by arithmetic mean of the power, 0 (a tone) to 1 (noise).</param>
internal sealed record Timbre(double Brightness, double Centroid, double Roughness, double Flatness)
{
    private const double Bright = 1500; // Hz
    private const int Partials = 16;
    private const int Every = 8; // frames; roughness takes longest

    /// <summary>Analyses frames of about 50 ms.</summary>
    public static Timbre Of(Spectrogram spectrogram)
    {
        var (energies, bright, centroid, flatness) = (0.0, 0.0, 0.0, 0.0);
        var (roughness, weights) = (0.0, 0.0);
        var split = (int)(Bright / spectrogram.BinWidth);
        for (var index = 0; index < spectrogram.Frames.Count; index++)
        {
            var frame = spectrogram.Frames[index];
            var (power, high, moment, logs, magnitudes) = (0.0, 0.0, 0.0, 0.0, 0.0);
            for (var bin = 1; bin < frame.Length; bin++)
            {
                var energy = (double)frame[bin] * frame[bin];
                power += energy;
                high += bin > split ? energy : 0;
                moment += bin * (double)frame[bin];
                magnitudes += frame[bin];
                logs += Math.Log(energy + 1e-12);
            }

            if (power < 1e-9)
            {
                continue;
            }

            var weight = Math.Sqrt(power);
            energies += weight;
            bright += weight * high / power;
            centroid += weight * moment / magnitudes * spectrogram.BinWidth;
            flatness += weight * Math.Exp(logs / (frame.Length - 1)) / (power / (frame.Length - 1));
            if (index % Every == 0)
            {
                roughness += weight * RoughnessOf(frame, spectrogram.BinWidth);
                weights += weight;
            }
        }

        return energies == 0 ? new Timbre(0, 0, 0, 0)
            : new Timbre(bright / energies, centroid / energies, weights > 0 ? roughness / weights : 0, flatness / energies);
    }

    private static double RoughnessOf(float[] frame, double binWidth)
    {
        var peaks = new List<(double Frequency, double Amplitude)>();
        var floor = 0.01f * frame.Max(); // the window's own side lobes lie below
        for (var bin = 2; bin < frame.Length - 1; bin++)
        {
            if (frame[bin] > floor && frame[bin] > frame[bin - 1] && frame[bin] >= frame[bin + 1])
            {
                peaks.Add((bin * binWidth, frame[bin]));
            }
        }

        peaks = [.. peaks.OrderByDescending(peak => peak.Amplitude).Take(Partials)];
        var total = peaks.Sum(peak => peak.Amplitude);
        var sum = 0.0;
        for (var i = 0; i < peaks.Count; i++)
        {
            for (var j = 0; j < i; j++)
            {
                var (low, high) = (Math.Min(peaks[i].Frequency, peaks[j].Frequency), Math.Max(peaks[i].Frequency, peaks[j].Frequency));
                var (weak, strong) = (Math.Min(peaks[i].Amplitude, peaks[j].Amplitude), Math.Max(peaks[i].Amplitude, peaks[j].Amplitude));
                var distance = 0.24 / ((0.0207 * low) + 18.96) * (high - low);
                sum += Math.Pow(weak * strong / (total * total), 0.1) * 0.5
                    * Math.Pow(2 * weak / (weak + strong), 3.11)
                    * (Math.Exp(-3.5 * distance) - Math.Exp(-5.75 * distance));
            }
        }

        return sum;
    }
}
