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
    private const int LongestMultiple = 16; // beats
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

        var (beat, bestScore, clarity) = (0, double.MinValue, 0.0);
        var (shortest, longest) = ((int)(rate * 60 / MaxBpm), (int)(rate * 60 / MinBpm) + 1);
        for (var lag = shortest; lag <= longest; lag++)
        {
            var octaves = Math.Log2(60 * rate / lag / CommonBpm) / Octaves;
            var correlation = Correlation(lag);
            var score = correlation * Math.Exp(-octaves * octaves / 2);
            if (score > bestScore)
            {
                (beat, bestScore, clarity) = (lag, score, correlation);
            }
        }

        return (60 * rate / Refined(Correlation, beat, centred.Length), Math.Clamp(clarity, 0, 1));

        double Correlation(int lag)
        {
            var sum = 0.0;
            for (var i = lag; i < centred.Length; i++)
            {
                sum += centred[i] * centred[i - lag];
            }

            return sum / energy * centred.Length / (centred.Length - lag);
        }
    }

    /// <summary>
    /// The length of a beat in parts of a frame. Clicks are narrower than a frame, so that one peak tells little of where
    /// between two frames it is: half a frame is 3 % of a beat of 16. Over 2, 4, 8 and 16 beats it is ever less, as far as the
    /// music keeps its tempo.
    /// </summary>
    private static double Refined(Func<int, double> correlation, int lag, int frames)
    {
        var (beat, clarity) = (lag + Offset(lag), correlation(lag));
        for (var beats = 2; beats <= LongestMultiple && (beats * beat) + 2 < frames / 2; beats *= 2)
        {
            var middle = (int)Math.Round(beats * beat);
            var peak = Enumerable.Range(middle - 1, 3).MaxBy(correlation);
            if (correlation(peak) < clarity / 2 || correlation(peak) < Math.Max(correlation(peak - 1), correlation(peak + 1)))
            {
                break;
            }

            beat = (peak + Offset(peak)) / beats;
        }

        return beat;

        // The vertex of a parabola through the peak and its neighbours.
        double Offset(int peak)
        {
            var (left, middle, right) = (correlation(peak - 1), correlation(peak), correlation(peak + 1));
            var bend = left - (2 * middle) + right;
            return bend < 0 ? Math.Clamp(0.5 * (left - right) / bend, -0.5, 0.5) : 0;
        }
    }
}
