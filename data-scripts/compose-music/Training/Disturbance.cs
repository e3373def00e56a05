using System.Globalization;

namespace EmoMusic.ComposeMusic;

/// <summary>What happens to a recording until it lies in a library: other levels, equalisers, noise, MP3.</summary>
internal static class Disturbance
{
    /// <summary>Arguments of ffmpeg from a WAV file to an MP3 file.</summary>
    public static string[] Draw(string from, string to, Random random)
    {
        var filters = new List<string> { $"volume={Number(Even(-6, 20))}dB" };
        if (random.NextDouble() < 0.5)
        {
            filters.Add($"bass=g={Number(Even(-6, 6))}:f=200,treble=g={Number(Even(-6, 6))}:f=3000");
        }

        if (random.NextDouble() < 0.2)
        {
            filters.Add($"lowpass=f={Number(Math.Exp(Even(Math.Log(3000), Math.Log(12000))))}");
        }

        if (random.NextDouble() < 0.3)
        {
            filters.Add("acompressor=threshold=-24dB:ratio=4:makeup=4"); // as masters are
        }

        filters.Add("alimiter=limit=0.9:level=0");
        var noise = random.NextDouble() < 0.3 ? Even(-60, -35) : -100;
        var rate = ((string[])["48k", "64k", "96k", "128k", "192k"])[random.Next(5)];
        return
        [
            "-y", "-i", from, "-f", "lavfi", "-i",
            $"anoisesrc=color={(random.Next(2) == 0 ? "pink" : "white")}:seed={random.Next()}:amplitude={Number(Math.Pow(10, noise / 20))}",
            "-filter_complex",
            $"[0]{string.Join(',', filters)}[music];[music][1]amix=inputs=2:duration=first:normalize=0",
            "-c:a", "libmp3lame", "-b:a", rate, "-ar", "44100", to,
        ];

        double Even(double low, double high) => low + ((high - low) * random.NextDouble());
    }

    private static string Number(double value) => value.ToString("0.####", CultureInfo.InvariantCulture);
}
