namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Tempo from the spectral flux (Bello et al. 2005): the peak of its autocorrelation, weighted by how common tempos are
/// (Ellis 2007: log-normal around 120 bpm). <see cref="OnsetDetector"/> counts the onsets.
/// </summary>
/// <param name="Bpm">Beats per minute.</param>
/// <param name="Clarity">Autocorrelation at the beat, 0 to 1 (Lartillot et al. 2008).</param>
/// <param name="OnsetRate">Onsets per second.</param>
internal sealed record Rhythm(double Bpm, double Clarity, double OnsetRate)
{
    private const double MinBpm = 40, MaxBpm = 220, CommonBpm = 120, Octaves = 0.9;
    private const float Compression = 1000; // of magnitudes, before the logarithm

    /// <summary>Analyses frames of about 50 ms.</summary>
    public static Rhythm Of(Spectrogram spectrogram)
    {
        var flux = Flux(spectrogram);
        if (flux.Length < 4 * spectrogram.FrameRate)
        {
            return new Rhythm(0, 0, 0);
        }

        var novelty = WithoutLocalMean(flux, (int)(spectrogram.FrameRate / 2));
        var (bpm, clarity) = Tempo(novelty, spectrogram.FrameRate);
        return new Rhythm(bpm, clarity, OnsetDetector.RateOf(spectrogram));
    }

    private static double[] Flux(Spectrogram spectrogram)
    {
        var flux = new double[Math.Max(0, spectrogram.Frames.Count - 1)];
        var before = new float[spectrogram.Frames.Count > 0 ? spectrogram.Frames[0].Length : 0];
        for (var frame = 0; frame < spectrogram.Frames.Count; frame++)
        {
            var now = Array.ConvertAll(spectrogram.Frames[frame], magnitude => MathF.Log(1 + (Compression * magnitude)));
            if (frame > 0)
            {
                var sum = 0f;
                for (var bin = 0; bin < now.Length; bin++)
                {
                    sum += Math.Max(0, now[bin] - before[bin]);
                }

                flux[frame - 1] = sum / now.Length;
            }

            before = now;
        }

        return flux;
    }

    private static double[] WithoutLocalMean(double[] values, int radius)
    {
        var sums = new double[values.Length + 1];
        for (var i = 0; i < values.Length; i++)
        {
            sums[i + 1] = sums[i] + values[i];
        }

        return [.. values.Select((value, i) =>
        {
            var (first, last) = (Math.Max(0, i - radius), Math.Min(values.Length, i + radius + 1));
            return Math.Max(0, value - ((sums[last] - sums[first]) / (last - first)));
        })];
    }

    private static (double Bpm, double Clarity) Tempo(double[] novelty, double rate)
    {
        var mean = novelty.Average();
        var centred = Array.ConvertAll(novelty, value => value - mean);
        var energy = centred.Sum(value => value * value);
        if (energy <= 0)
        {
            return (0, 0);
        }

        var (best, bestScore, clarity) = (0.0, double.MinValue, 0.0);
        var (shortest, longest) = ((int)(rate * 60 / MaxBpm), (int)(rate * 60 / MinBpm) + 1);
        var correlations = new double[longest + 2];
        for (var lag = shortest - 1; lag <= longest + 1; lag++)
        {
            var sum = 0.0;
            for (var i = lag; i < centred.Length; i++)
            {
                sum += centred[i] * centred[i - lag];
            }

            correlations[lag] = sum / energy * centred.Length / (centred.Length - lag);
        }

        for (var lag = shortest; lag <= longest; lag++)
        {
            var bpm = 60 * rate / lag;
            var octaves = Math.Log2(bpm / CommonBpm) / Octaves;
            var score = correlations[lag] * Math.Exp(-octaves * octaves / 2);
            if (score > bestScore)
            {
                // A parabola through the peak and its neighbours is finer than a frame.
                var (left, right) = (correlations[lag - 1], correlations[lag + 1]);
                var bend = left - (2 * correlations[lag]) + right;
                var offset = bend < 0 ? Math.Clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0;
                (best, bestScore, clarity) = (60 * rate / (lag + offset), score, correlations[lag]);
            }
        }

        return (best, Math.Clamp(clarity, 0, 1));
    }
}
