namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Onsets by the rise of the logarithm in bands a semitone wide (Böck, Krebs and Schedl 2012), against the frame before the
/// last (Böck and Widmer 2013). The rise has to exceed its neighbourhood by a fixed amount, so that what sustains, beats or
/// fades has no onsets, whatever plays: a piece keeps its rate on other instruments.
/// </summary>
internal static class OnsetDetector
{
    private const double Lowest = 60, Highest = 12_000; // Hz
    private const float Compression = 300;              // of magnitudes, before the logarithm
    private const int Lag = 2;                          // frames
    private const int Apart = 3;                        // frames, about 70 ms
    private const double Threshold = 0.04;              // mean rise of a band, nepers
    private const double Neighbourhood = 0.2;           // s, to either side

    /// <summary>Onsets per second.</summary>
    /// <param name="spectrogram">Frames of about 50 ms, each half covered by the next.</param>
    public static double RateOf(Spectrogram spectrogram)
    {
        var rises = Rises(spectrogram);
        return rises.Length == 0 ? 0 : Count(rises, (int)(spectrogram.FrameRate * Neighbourhood)) * spectrogram.FrameRate / rises.Length;
    }

    private static float[] Rises(Spectrogram spectrogram)
    {
        var edges = Edges(spectrogram);
        var bands = edges.Count - 1;
        var levels = spectrogram.Frames.Select(frame => Levels(frame, edges)).ToArray();
        var rises = new float[Math.Max(0, levels.Length - Lag)];
        for (var frame = 0; frame < rises.Length; frame++)
        {
            var (before, now) = (levels[frame], levels[frame + Lag]);
            for (var band = 0; band < bands; band++)
            {
                rises[frame] += Math.Max(0, now[band] - before[band]) / bands;
            }
        }

        return rises;
    }

    // Bins at which bands begin; low bands are a bin wide.
    private static List<int> Edges(Spectrogram spectrogram)
    {
        var bins = spectrogram.Frames is [var first, ..] ? first.Length : 0;
        var edges = new List<int> { 0 };
        for (var frequency = Lowest; frequency < Highest; frequency *= Math.Pow(2, 1 / 12.0))
        {
            var bin = (int)Math.Round(frequency / spectrogram.BinWidth);
            if (bin > edges[^1] && bin < bins)
            {
                edges.Add(bin);
            }
        }

        return edges[1..];
    }

    private static float[] Levels(float[] frame, List<int> edges)
    {
        var levels = new float[edges.Count - 1];
        for (var band = 0; band < levels.Length; band++)
        {
            var most = 0f;
            foreach (var magnitude in frame.AsSpan(edges[band]..edges[band + 1]))
            {
                most = Math.Max(most, magnitude);
            }

            levels[band] = MathF.Log(1 + (Compression * most));
        }

        return levels;
    }

    private static int Count(float[] rises, int radius)
    {
        var (count, last) = (0, -Apart);
        for (var frame = Apart; frame < rises.Length - Apart; frame++)
        {
            if (frame - last >= Apart && rises[frame] > Threshold && rises[frame] >= Max(rises.AsSpan(frame - Apart, (2 * Apart) + 1))
                && rises[frame] > Mean(rises, frame, radius) + Threshold)
            {
                (count, last) = (count + 1, frame);
            }
        }

        return count;
    }

    private static float Max(ReadOnlySpan<float> values)
    {
        var most = float.MinValue;
        foreach (var value in values)
        {
            most = Math.Max(most, value);
        }

        return most;
    }

    private static float Mean(float[] values, int centre, int radius)
    {
        var around = values.AsSpan(Math.Max(0, centre - radius)..Math.Min(values.Length, centre + radius + 1));
        var sum = 0f;
        foreach (var value in around)
        {
            sum += value;
        }

        return sum / around.Length;
    }
}
