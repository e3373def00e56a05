namespace EmoMusic.ComposeMusic;

/// <content>Timing, loudness and controllers.</content>
internal sealed partial class Arranger
{
    private int Touch(Section section, double beat, double accent)
    {
        var left = section.Start + (section.Bars * track.BarBeats) - beat;
        var crescendo = section.Rises ? Math.Max(0, 1 - (left / (2 * track.BarBeats))) * 10 : 0;
        var inBar = (beat - section.Start) % track.BarBeats;
        var metre = inBar < 0.01 ? 6 : Math.Abs(inBar - Math.Round(inBar)) < 0.01 ? 2 : -4;
        return Vague(38 + (7 * section.Level) + accent + metre + crescendo, 4);
    }

    private int Vague(double strength, double spread) =>
        (int)Math.Clamp(strength + (spread * Math.Max(0.3, track.Human) * Normal()), 12, 127);

    private double Normal() => random.NextDouble() + random.NextDouble() + random.NextDouble() + random.NextDouble()
        + random.NextDouble() + random.NextDouble() - 3; // a variance of a half

    private void Add(int channel, double beat, double length, int pitch, int velocity, double loose)
    {
        var late = loose * track.Human * Normal() * track.Bpm / 60;
        var start = Math.Max(0, Swung(beat) + late);
        var end = Math.Max(start + 0.05, Swung(beat + length) + late);
        performance.Notes.Add(new(channel, start, end - start, pitch, Math.Clamp(velocity, 1, 127)));
    }

    private double Swung(double beat)
    {
        var half = track.SwungPair / 2;
        var inPair = beat % track.SwungPair;
        var swung = inPair < half
            ? inPair * (1 + track.Swing)
            : (half * (1 + track.Swing)) + ((inPair - half) * (1 - track.Swing));
        return beat - inPair + swung;
    }

    private void Set(int channel, double beat, int number, double value) =>
        performance.Controls.Add(new(channel, beat, number, (int)Math.Clamp(value, 0, 127)));

    private static bool Sustains(int instrument) =>
        instrument is (>= 16 and < 24) or 29 or 30 or (>= 40 and <= 44) or (>= 48 and < 104) and not OrchestraHit;

    // Vibrato comes in late, as a player's does, and the tone swells under it.
    private void Sing(int channel, double beat, double length)
    {
        for (var i = 0; i <= 6; i++)
        {
            var at = beat + (length * i / 7);
            Set(channel, at, Modulation, i < 2 ? 0 : 9 * (i - 1));
            Set(channel, at, Expression, 100 + (18 * Math.Sin(Math.PI * i / 7)));
        }

        Set(channel, beat + length, Modulation, 0);
    }

    private void Swell(int channel, double beat, double length)
    {
        for (var i = 0; i <= 8; i++)
        {
            Set(channel, beat + (length * i / 9), Expression, 82 + (30 * Math.Sin(Math.PI * i / 8)));
        }
    }

    private void Pump(int channel, Section section)
    {
        for (var beat = 0; beat < section.Bars * track.BarBeats; beat++)
        {
            foreach (var (after, value) in (ReadOnlySpan<(double, int)>)[(0, 40), (0.15, 62), (0.3, 90), (0.45, 112)])
            {
                Set(channel, section.Start + beat + after, Expression, value);
            }
        }
    }
}
