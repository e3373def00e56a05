namespace EmoMusic.Serving.Player.Analysis;

/// <summary>
/// Loudness after ITU-R BS.1770-4, and its range after EBU Tech 3342. The K-weighting filters are computed for any
/// sampling rate from their analogue prototypes (Mansbridge, Finn and Reiss 2012).
/// </summary>
/// <param name="Integrated">LUFS; −70 for silence.</param>
/// <param name="Range">LU between quiet and loud passages.</param>
/// <param name="Peak">The highest sample, 0 to 1.</param>
internal sealed record Loudness(double Integrated, double Range, double Peak)
{
    private const double Silence = -70; // absolute gate

    /// <summary>Measures an excerpt; all channels weigh 1.</summary>
    public static Loudness Of(AudioExcerpt excerpt)
    {
        var energies = Momentary(excerpt); // of 400 ms, every 100 ms
        var integrated = Gated(energies, -10);
        var shortTerm = Enumerable.Range(0, Math.Max(0, energies.Count - 26)) // 3 s: 27 blocks of 400 ms
            .Select(first => energies.Skip(first).Take(27).Average()).Where(energy => Lufs(energy) > Silence).ToList();
        var gate = shortTerm.Count > 0 ? Lufs(shortTerm.Average()) - 20 : 0;
        var levels = shortTerm.Select(Lufs).Where(level => level > gate).Order().ToList();
        var range = levels.Count > 1 ? levels[(int)(0.95 * (levels.Count - 1))] - levels[(int)(0.1 * (levels.Count - 1))] : 0;
        var peak = excerpt.Channels.Max(channel => channel.Length == 0 ? 0 : Math.Max(channel.Max(), -channel.Min()));
        return new Loudness(integrated, range, peak);
    }

    private static double Gated(List<double> energies, double relative)
    {
        var audible = energies.Where(energy => Lufs(energy) > Silence).ToList();
        if (audible.Count == 0)
        {
            return Silence;
        }

        var gate = Lufs(audible.Average()) + relative;
        return Lufs(audible.Where(energy => Lufs(energy) > gate).DefaultIfEmpty(audible.Max()).Average());
    }

    private static double Lufs(double energy) => -0.691 + (10 * Math.Log10(Math.Max(energy, 1e-12)));

    private static List<double> Momentary(AudioExcerpt excerpt)
    {
        var step = excerpt.Rate / 10;
        var steps = excerpt.Channels[0].Length / step;
        var sums = new double[steps];
        foreach (var channel in excerpt.Channels)
        {
            AddEnergies(channel, Biquad.Shelf(excerpt.Rate), Biquad.HighPass(excerpt.Rate), step, sums);
        }

        return steps >= 4
            ? [.. Enumerable.Range(0, steps - 3).Select(i => (sums[i] + sums[i + 1] + sums[i + 2] + sums[i + 3]) / 4)]
            : [sums.DefaultIfEmpty().Average()];
    }

    // Both filters in one loop, in transposed direct form II, with their states in registers: it runs over every sample.
    private static void AddEnergies(float[] channel, Biquad shelf, Biquad highPass, int step, double[] sums)
    {
        var (shelf1, shelf2, high1, high2) = (0.0, 0.0, 0.0, 0.0);
        for (var block = 0; block < sums.Length; block++)
        {
            var energy = 0.0;
            foreach (var sample in channel.AsSpan(block * step, step))
            {
                var shelved = (shelf.B0 * sample) + shelf1;
                shelf1 = (shelf.B1 * sample) - (shelf.A1 * shelved) + shelf2;
                shelf2 = (shelf.B2 * sample) - (shelf.A2 * shelved);
                var weighted = (highPass.B0 * shelved) + high1;
                high1 = (highPass.B1 * shelved) - (highPass.A1 * weighted) + high2;
                high2 = (highPass.B2 * shelved) - (highPass.A2 * weighted);
                energy += weighted * weighted;
            }

            sums[block] += energy / step;
        }
    }

    private readonly record struct Biquad(double B0, double B1, double B2, double A1, double A2)
    {
        public static Biquad Shelf(int rate)
        {
            const double Frequency = 1681.974450955533, Gain = 3.999843853973347, Q = 0.7071752369554196;
            var k = Math.Tan(Math.PI * Frequency / rate);
            var vh = Math.Pow(10, Gain / 20);
            var vb = Math.Pow(vh, 0.4996667741545416);
            var a0 = 1 + (k / Q) + (k * k);
            return new Biquad(
                (vh + (vb * k / Q) + (k * k)) / a0, 2 * ((k * k) - vh) / a0, (vh - (vb * k / Q) + (k * k)) / a0,
                2 * ((k * k) - 1) / a0, (1 - (k / Q) + (k * k)) / a0);
        }

        public static Biquad HighPass(int rate)
        {
            const double Frequency = 38.13547087602444, Q = 0.5003270373238773;
            var k = Math.Tan(Math.PI * Frequency / rate);
            var a0 = 1 + (k / Q) + (k * k);
            return new Biquad(1, -2, 1, 2 * ((k * k) - 1) / a0, (1 - (k / Q) + (k * k)) / a0);
        }
    }
}
