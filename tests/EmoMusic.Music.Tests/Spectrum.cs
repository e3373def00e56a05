namespace EmoMusic.Music.Tests;

/// <summary>Magnitude spectra of overlapping pieces of a sound, under a Hann window.</summary>
internal sealed class Spectrum
{
    private readonly int size;
    private readonly float[] window;
    private readonly float[] cosines;
    private readonly float[] sines;
    private readonly float[] real;
    private readonly float[] imaginary;

    private Spectrum(int size)
    {
        this.size = size;
        var turns = Enumerable.Range(0, size).Select(i => 2 * Math.PI * i / size).ToArray();
        cosines = [.. turns.Select(turn => (float)Math.Cos(turn))];
        sines = [.. turns.Select(turn => (float)-Math.Sin(turn))];
        window = [.. cosines.Select(cosine => 0.5f - (0.5f * cosine))];
        real = new float[size];
        imaginary = new float[size];
    }

    /// <summary>One spectrum of <paramref name="size"/> / 2 bins each <paramref name="hop"/> samples.</summary>
    public static List<float[]> Of(float[] samples, int size, int hop)
    {
        var spectrum = new Spectrum(size);
        var spectra = new List<float[]>();
        for (var start = 0; start + size <= samples.Length; start += hop)
        {
            spectra.Add(spectrum.Magnitudes(samples.AsSpan(start, size)));
        }

        return spectra;
    }

    private float[] Magnitudes(ReadOnlySpan<float> piece)
    {
        for (int i = 0, reversed = 0; i < size; i++)
        {
            real[reversed] = piece[i] * window[i];
            imaginary[reversed] = 0;
            var bit = size >> 1;
            for (; (reversed & bit) != 0; bit >>= 1)
            {
                reversed ^= bit;
            }

            reversed ^= bit;
        }

        Transform();
        var magnitudes = new float[size / 2];
        for (var i = 0; i < magnitudes.Length; i++)
        {
            magnitudes[i] = MathF.Sqrt((real[i] * real[i]) + (imaginary[i] * imaginary[i]));
        }

        return magnitudes;
    }

    // The fast Fourier transform after Cooley and Tukey (1965), in place; the length is a power of two.
    private void Transform()
    {
        for (var half = 1; half < size; half <<= 1)
        {
            var turn = size / (2 * half);
            for (var start = 0; start < size; start += 2 * half)
            {
                for (var i = 0; i < half; i++)
                {
                    var (even, odd) = (start + i, start + i + half);
                    var (cosine, sine) = (cosines[i * turn], sines[i * turn]);
                    var oddReal = (real[odd] * cosine) - (imaginary[odd] * sine);
                    var oddImaginary = (real[odd] * sine) + (imaginary[odd] * cosine);
                    (real[odd], imaginary[odd]) = (real[even] - oddReal, imaginary[even] - oddImaginary);
                    (real[even], imaginary[even]) = (real[even] + oddReal, imaginary[even] + oddImaginary);
                }
            }
        }
    }
}
