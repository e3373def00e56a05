namespace EmoMusic.Serving.Player.Analysis;

/// <summary>Decoded sound.</summary>
/// <param name="Channels">float [channels][n], −1 to 1; the first two are left and right.</param>
/// <param name="Rate">Samples per second.</param>
internal sealed record AudioExcerpt(float[][] Channels, int Rate)
{
    /// <summary>Length in seconds.</summary>
    public double Seconds => (double)Channels[0].Length / Rate;

    /// <summary>The mean of the channels, float [n].</summary>
    public float[] Mono()
    {
        var mono = new float[Channels[0].Length];
        foreach (var channel in Channels)
        {
            for (var i = 0; i < mono.Length; i++)
            {
                mono[i] += channel[i] / Channels.Length;
            }
        }

        return mono;
    }
}
