using System.Numerics;
using NWaves.Transforms;
using NWaves.Windows;

namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Magnitudes of a short-time Fourier transform with a Hann window.</summary>
/// <param name="Frames">float [frames][size / 2 + 1]; a sine of amplitude 1 has about 1.</param>
/// <param name="BinWidth">Hz between bins.</param>
/// <param name="FrameRate">Frames per second.</param>
internal sealed record Spectrogram(IReadOnlyList<float[]> Frames, double BinWidth, double FrameRate)
{
    /// <summary>Transforms mono sound.</summary>
    /// <param name="samples">float [n].</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="seconds">Length of a window; rounded to a power of two.</param>
    /// <param name="overlap">Windows that cover each sample.</param>
    public static Spectrogram Of(float[] samples, int rate, double seconds, double overlap)
    {
        var size = 1 << (int)Math.Round(Math.Log2(rate * seconds));
        var hop = (int)(size / overlap);
        var fft = new RealFft(size);
        var window = Window.OfType(WindowType.Hann, size);
        var (block, re, im) = (new float[size], new float[(size / 2) + 1], new float[(size / 2) + 1]);
        var frames = new List<float[]>();
        for (var first = 0; first + size <= samples.Length; first += hop)
        {
            Multiply(samples.AsSpan(first, size), window, block);
            fft.Direct(block, re, im);
            var magnitudes = new float[(size / 2) + 1];
            Magnitudes(re, im, 4f / size, magnitudes); // the window's mean is a half
            frames.Add(magnitudes);
        }

        return new Spectrogram(frames, (double)rate / size, (double)rate / hop);
    }

    private static void Multiply(ReadOnlySpan<float> samples, ReadOnlySpan<float> window, Span<float> product)
    {
        for (var i = 0; i < samples.Length; i += Vector<float>.Count) // a power of two
        {
            (new Vector<float>(samples[i..]) * new Vector<float>(window[i..])).CopyTo(product[i..]);
        }
    }

    private static void Magnitudes(ReadOnlySpan<float> re, ReadOnlySpan<float> im, float scale, Span<float> magnitudes)
    {
        var i = 0;
        for (; i + Vector<float>.Count <= magnitudes.Length; i += Vector<float>.Count)
        {
            var (x, y) = (new Vector<float>(re[i..]), new Vector<float>(im[i..]));
            (scale * Vector.SquareRoot((x * x) + (y * y))).CopyTo(magnitudes[i..]);
        }

        for (; i < magnitudes.Length; i++)
        {
            magnitudes[i] = scale * MathF.Sqrt((re[i] * re[i]) + (im[i] * im[i]));
        }
    }
}
