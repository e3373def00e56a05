namespace EmoMusic.Serving.Player.Library;

/// <summary>How much louder or quieter tracks are played, so that all sound equally loud: ReplayGain 2.0.</summary>
internal static class ReplayGain
{
    private const double ReferenceLufs = -18;

    /// <summary>
    /// The gain of a track in dB, from its tag, else from its measured loudness; never so much that its peak would clip, and
    /// null if neither is known.
    /// </summary>
    public static double? Of(Track track)
    {
        var sound = track.Sound is { Failure: null } known ? known : null;
        var gain = track.Stored.ReplayGainDb ?? (sound is null ? null : ReferenceLufs - sound.Loudness);
        return gain is { } wanted && double.IsFinite(wanted)
            ? Math.Round(Math.Clamp(Math.Min(wanted, Headroom(track.Stored.ReplayGainPeak ?? sound?.Peak)), -60, 30), 2) : null;
    }

    // Without a known peak there is none: the gain may lower a track, but not raise it.
    private static double Headroom(double? peak) => peak is > 0 and < double.PositiveInfinity ? -20 * Math.Log10(peak.Value) : 0;
}
