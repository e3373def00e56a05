namespace EmoMusic.ComposeMusic;

/// <summary>Who plays a short piece.</summary>
/// <param name="Timbre">−1 (soft) to 1 (harsh).</param>
/// <param name="Leads">Programs of General MIDI that may play the melody.</param>
/// <param name="Chords">Programs for the chords.</param>
/// <param name="Basses">Programs for the bass.</param>
/// <param name="Kit">The drum kit; none is −1.</param>
internal sealed record Band(double Timbre, int[] Leads, int[] Chords, int[] Basses, int Kit = -1)
{
    private static readonly Band[] Solo = [new(-0.2, [Instrument.Piano], [Instrument.Piano], [Instrument.Piano]),
        new(0.1, [Instrument.BrightPiano], [Instrument.BrightPiano], [Instrument.BrightPiano])];

    private static readonly Band[] All =
    [
        new(-0.9, [Instrument.Flute, Instrument.Harp], [Instrument.SlowStrings, Instrument.WarmPad], [Instrument.Cello]),
        new(-0.8, [Instrument.Vibraphone, Instrument.JazzGuitar], [Instrument.Rhodes], [Instrument.UprightBass], 40),
        new(-0.7, [Instrument.NylonGuitar], [Instrument.NylonGuitar], [Instrument.UprightBass]),
        new(-0.6, [Instrument.Choir, Instrument.MusicBox, Instrument.Kalimba], [Instrument.ChoirPad], [Instrument.DeepBass]),
        new(-0.4, [Instrument.Clarinet, Instrument.EnglishHorn, Instrument.Violin], [Instrument.Strings], [Instrument.Contrabass]),
        new(-0.3, [Instrument.Harmonica, Instrument.Whistle], [Instrument.SteelGuitar], [Instrument.FingerBass], 0),
        new(-0.1, [Instrument.Organ], [Instrument.Organ], [Instrument.Organ]),
        new(0.0, [Instrument.Marimba, Instrument.Xylophone], [Instrument.Pizzicato], [Instrument.Bassoon]),
        new(0.1, [Instrument.Piano, Instrument.AltoSax], [Instrument.Piano], [Instrument.UprightBass], 32),
        new(0.2, [Instrument.CleanGuitar, Instrument.DigitalPiano], [Instrument.CleanGuitar], [Instrument.FingerBass], 0),
        new(0.3, [Instrument.Violin, Instrument.Horn], [Instrument.TremoloStrings], [Instrument.Cello, Instrument.Timpani], 48),
        new(0.5, [Instrument.Trumpet, Instrument.TenorSax], [Instrument.Brass], [Instrument.Tuba, Instrument.SlapBass], 0),
        new(0.6, [Instrument.Square, Instrument.Saw], [Instrument.SynthBrass, Instrument.SweepPad], [Instrument.SynthBass], 25),
        new(0.8, [Instrument.Overdrive], [Instrument.Overdrive], [Instrument.PickBass], 16),
        new(1.0, [Instrument.Distortion, Instrument.Saw], [Instrument.Distortion], [Instrument.PickBass], 16),
    ];

    /// <summary>A band whose sound is near the cue; a third of the pieces are for piano.</summary>
    public static Band Draw(double timbre, Random random) => random.NextDouble() < 0.33
        ? Solo[random.Next(Solo.Length)]
        : All.OrderBy(band => Math.Abs(band.Timbre - timbre)).ElementAt(random.Next(3));
}
