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
            var (shelf, highPass) = (Biquad.Shelf(excerpt.Rate), Biquad.HighPass(excerpt.Rate));
            for (var i = 0; i < steps * step; i++)
            {
                var weighted = highPass.Next(shelf.Next(channel[i]));
                sums[i / step] += weighted * weighted / step;
            }
        }

        return steps >= 4
            ? [.. Enumerable.Range(0, steps - 3).Select(i => (sums[i] + sums[i + 1] + sums[i + 2] + sums[i + 3]) / 4)]
            : [sums.DefaultIfEmpty().Average()];
    }

    private sealed class Biquad(double b0, double b1, double b2, double a1, double a2)
    {
        private double x1, x2, y1, y2;

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

        public double Next(double x)
        {
            var y = (b0 * x) + (b1 * x1) + (b2 * x2) - (a1 * y1) - (a2 * y2);
            (x2, x1, y2, y1) = (x1, x, y1, y);
            return y;
        }
    }
}
