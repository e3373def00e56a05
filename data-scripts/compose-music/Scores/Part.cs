namespace EmoMusic.ComposeMusic;

internal enum Role
{
    Lead,
    Counter,
    Comp,
    Bass,
    Power,
    Riser,
}

/// <summary>
/// What one instrument does. A pattern has a letter a step, bars separated by spaces: X x o a chord, accented to
/// ghosted; 1 2 3 4… the chord's voices; - hold; . rest. For bass and power chords 1 b 2 m 3 4 t 5 6 7 8 are
/// intervals above the root and a leads to the next root.
/// </summary>
internal sealed record Part(
    Role Role, int Instrument, string Pattern, string PatternB, int Octave, int Volume, int Pan, int From, string In,
    int Reverb)
{
    private const string Everywhere = "iABdxo";

    public int Shift { get; init; } // scale degrees above the melody
    public bool Rings { get; init; } // single notes sound on until the chord changes

    public static Part Lead(int who, int octave, int volume = 100, int pan = 64, int from = 1, string @in = "ABdo",
        int shift = 0, int reverb = 55) =>
        new(Role.Lead, who, "", "", octave, volume, pan, from, @in, reverb) { Shift = shift };

    public static Part Counter(int who, int octave, int volume = 70, int pan = 40, int from = 1) =>
        new(Role.Counter, who, "", "", octave, volume, pan, from, Everywhere, Reverb: 70);

    public static Part Comp(int who, string pattern, int octave = 4, int volume = 80, int pan = 64, int from = 1,
        string b = "", string @in = Everywhere, bool rings = false, int reverb = 45) =>
        new(Role.Comp, who, pattern, b, octave, volume, pan, from, @in, reverb) { Rings = rings };

    public static Part Bass(int who, string pattern, string b = "", int octave = 1, int volume = 100, int from = 1,
        int pan = 64, int reverb = 12) =>
        new(Role.Bass, who, pattern, b, octave, volume, pan, from, Everywhere, reverb);

    public static Part Power(int who, string pattern, string b = "", int volume = 84, int pan = 64, int from = 1) =>
        new(Role.Power, who, pattern, b, Octave: 2, volume, pan, from, Everywhere, Reverb: 25);

    public static Part Riser(int volume = 80) =>
        new(Role.Riser, ReverseCymbal, "", "", Octave: 4, volume, Pan: 64, From: 1, Everywhere, Reverb: 60);
}
