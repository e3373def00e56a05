using System.Globalization;
using System.Text.RegularExpressions;

namespace EmoMusic.Serving.Player.Library.Tagging;

/// <summary>Numbers as taggers write them.</summary>
internal static partial class TagNumber
{
    private const double MinBpm = 20;
    private const double MaxBpm = 400;
    private const double MaxGain = 60; // dB
    private const double MaxPeak = 10; // of full scale; codecs overshoot it
    private const double R128ToReplayGain = 5; // dB: EBU R 128 aims at −23 LUFS, ReplayGain 2.0 at −18

    /// <summary>Beats per minute, such as "128", "128.5" or "128,5 BPM"; null if no music has that tempo.</summary>
    public static double? Bpm(string text) => Parse(text) is > MinBpm and < MaxBpm and var bpm ? bpm : null;

    /// <summary>ReplayGain in dB, such as "-7.30 dB"; null if it makes no sense.</summary>
    public static double? Gain(string text) => Parse(text) is >= -MaxGain and <= MaxGain and var gain ? gain : null;

    /// <summary>ReplayGain's peak, 1 at full scale; null if it makes no sense.</summary>
    public static double? Peak(string text) => Parse(text) is > 0 and <= MaxPeak and var peak ? peak : null;

    /// <summary>Opus's R128_TRACK_GAIN, in 1/256 dB, as ReplayGain (RFC 7845, 5.2.1).</summary>
    public static double? R128Gain(string text) =>
        Parse(text) is >= short.MinValue and <= short.MaxValue and var gain ? (gain / 256) + R128ToReplayGain : null;

    private static double? Parse(string text) =>
        Leading().Match(text) is { Success: true } match
        && double.TryParse(match.Groups["number"].Value.Replace(',', '.'), CultureInfo.InvariantCulture, out var number) ? number : null;

    [GeneratedRegex(@"^\s*(?<number>[-+]?\d{1,9}([.,]\d{1,9})?)(?![\d.,])")]
    private static partial Regex Leading();
}
