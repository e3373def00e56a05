using System.Text.Json.Serialization;

namespace EmoMusic.Serving.Player.Listeners;

/// <summary>How readings are adjusted to the listener.</summary>
/// <param name="Enabled">Whether readings are adjusted; true for a new listener.</param>
/// <param name="Counts">
/// What was said, by what was read: `{"happy": {"neutral": 2.7}}`. Recent corrections count up to 1, older ones less; pairs
/// without a count are left out.
/// </param>
public sealed record CalibrationResponse(
    [property: JsonPropertyName("on")] bool Enabled,
    IReadOnlyDictionary<Emotion, IReadOnlyDictionary<Emotion, double>> Counts)
{
    internal static CalibrationResponse Of(bool enabled, Calibration calibration) => new(
        enabled, calibration.Counts.GroupBy(each => each.Read).ToDictionary(
            row => row.Key,
            row => (IReadOnlyDictionary<Emotion, double>)row.ToDictionary(each => each.Said, each => each.Count)));

    internal Calibration ToCalibration() => Calibration.From(
        from row in Counts
        from cell in row.Value
        select (row.Key, cell.Key, cell.Value));
}
