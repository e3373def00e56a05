using System.Text;

namespace EmoMusic.TestKit;

/// <summary>
/// Short pieces of synthetic music whose cues are set across the valence-arousal plane: tempo, loudness, brightness and
/// articulation rise with arousal, the mode and clean intervals with valence (Eerola, Friberg and Bresin 2013).
/// </summary>
public static class MadeMusic
{
    private const int Rate = 11_025;
    private const int TableSize = 1024;
    private static readonly int[] Major = [0, 4, 7, 12, 7, 4, 5, 9, 12, 9, 7, 11, 14, 11];
    private static readonly int[] Minor = [0, 3, 7, 12, 7, 3, 5, 8, 12, 8, 7, 10, 14, 10];

    /// <summary>A WAV of one piece, 11,025 Hz, 16 bits, mono.</summary>
    /// <param name="valence">−1 (dark) to 1 (bright).</param>
    /// <param name="arousal">−1 (calm) to 1 (excited).</param>
    /// <param name="seed">Of notes and noise.</param>
    /// <param name="seconds">Length.</param>
    /// <param name="info">Tags as RIFF names them: INAM, IART, IPRD, IGNR.</param>
    public static byte[] Wav(
        double valence, double arousal, int seed, double seconds = 5.5, IReadOnlyDictionary<string, string>? info = null) =>
        Encode(Play(valence, arousal, seed, seconds), Rate, info ?? new Dictionary<string, string>());

    /// <summary>A WAV of samples, 16 bits, mono.</summary>
    /// <param name="samples">−1 to 1.</param>
    /// <param name="rate">Samples per second.</param>
    /// <param name="info">Tags as RIFF names them.</param>
    public static byte[] Encode(float[] samples, int rate, IReadOnlyDictionary<string, string> info)
    {
        using var stream = new MemoryStream();
        using var writer = new BinaryWriter(stream);
        writer.Write("RIFF\0\0\0\0WAVEfmt "u8);
        writer.Write(16);
        writer.Write((short)1); // PCM
        writer.Write((short)1); // channels
        writer.Write(rate);
        writer.Write(2 * rate); // bytes per second
        writer.Write((short)2); // bytes per sample
        writer.Write((short)16); // bits per sample
        if (info.Count > 0)
        {
            byte[] tags = [.. "INFO"u8, .. info.SelectMany(tag => Tag(tag.Key, tag.Value))];
            writer.Write("LIST"u8);
            writer.Write(tags.Length);
            writer.Write(tags);
        }

        writer.Write("data"u8);
        writer.Write(2 * samples.Length);
        foreach (var sample in samples)
        {
            writer.Write((short)(Math.Clamp(sample, -1, 1) * short.MaxValue));
        }

        writer.Seek(4, SeekOrigin.Begin);
        writer.Write((int)stream.Length - 8);
        return stream.ToArray();
    }

    private static byte[] Tag(string name, string text)
    {
        byte[] bytes = [.. Encoding.UTF8.GetBytes(text), 0];
        return [.. Encoding.ASCII.GetBytes(name), .. BitConverter.GetBytes(bytes.Length), .. bytes, .. new byte[bytes.Length % 2]];
    }

    private static float[] Play(double valence, double arousal, int seed, double seconds)
    {
        var random = new Random(seed);
        var samples = new float[(int)(seconds * Rate)];
        var table = Table(brightness: Math.Clamp(0.5 + (0.35 * arousal) + (0.1 * valence), 0.1, 0.95));
        var scale = valence > 0 ? Major : Minor;
        var tonic = 55 + random.Next(12);
        var beat = Rate * 60 / (65 + (45 * (arousal + 1)));
        var gain = Math.Pow(10, (-14 + (7 * arousal)) / 20);
        var fade = Rate * (0.9 - (0.6 * arousal)) / 4; // staccato when excited
        for (var note = 0; note * beat / 2 < samples.Length; note++)
        {
            var pitch = tonic + scale[(note + (random.Next(4) == 0 ? 3 : 0)) % scale.Length];
            Add(pitch, (int)(note * beat / 2), 0.5 * gain);
            if (note % 2 == 0)
            {
                Add(tonic - 12 + scale[note / 8 % 2 * 6], (int)(note * beat / 2), 0.4 * gain);
                Add(pitch + (valence < -0.4 ? 1 : scale[1]), (int)(note * beat / 2), 0.3 * gain); // a semitone is rough
            }
        }

        return samples;

        void Add(int pitch, int first, double loudness)
        {
            var step = 440 * Math.Pow(2, (pitch - 69) / 12.0) * TableSize / Rate;
            var (phase, level, decay) = (0.0, loudness, Math.Exp(-1 / fade));
            for (var i = first; i < samples.Length && level > 1e-3; i++)
            {
                samples[i] += (float)(level * table[(int)phase % TableSize]);
                (phase, level) = (phase + step, level * decay);
            }
        }
    }

    private static float[] Table(double brightness)
    {
        var table = new float[TableSize];
        for (var harmonic = 1; harmonic <= 10; harmonic++)
        {
            for (var i = 0; i < TableSize; i++)
            {
                table[i] += (float)(Math.Pow(brightness, harmonic - 1) * Math.Sin(2 * Math.PI * harmonic * i / TableSize));
            }
        }

        var peak = table.Max(Math.Abs);
        return Array.ConvertAll(table, value => value / peak);
    }
}
