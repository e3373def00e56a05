using System.Globalization;
using EmoMusic.Serving.Player.Data;

namespace EmoMusic.Serving.Player.Moods;

/// <summary>What a track sounds like, in words: "128 bpm, major, loud and bright".</summary>
internal static class SoundDescription
{
    private const double ClearPulse = 0.1; // autocorrelation at the beat; below, no tempo is named

    /// <summary>Describes a sound.</summary>
    public static string Of(Sound sound) => string.Join(", ", new[]
    {
        sound.Bpm > 0 && sound.PulseClarity >= ClearPulse ? Tempo(sound.Bpm) : "no steady beat",
        sound.IsMajor ? "major" : "minor",
        string.Join(" and ", Traits(sound).Take(2)),
    }.Where(part => part.Length > 0));

    /// <summary>A tempo in words: "128 bpm".</summary>
    public static string Tempo(double bpm) => string.Create(CultureInfo.InvariantCulture, $"{bpm:0} bpm");

    // About a quarter of popular music lies beyond each bound.
    private static IEnumerable<string> Traits(Sound sound)
    {
        if (sound.Loudness is > -11 or < -19)
        {
            yield return sound.Loudness > -11 ? "loud" : "quiet";
        }

        if (sound.Brightness is > 0.15 or < 0.02)
        {
            yield return sound.Brightness > 0.15 ? "bright" : "dark";
        }

        if (sound.Roughness > 0.165)
        {
            yield return "rough";
        }

        if (sound.OnsetRate is > 4.5 or < 1)
        {
            yield return sound.OnsetRate > 4.5 ? "busy" : "sparse";
        }
    }
}
