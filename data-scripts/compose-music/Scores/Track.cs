namespace EmoMusic.ComposeMusic;

/// <summary>
/// One score. The form is a list of sections as bars, kind and level: <c>8A6</c> is eight bars of theme A at level 6.
/// Kinds: i intro, A and B the themes, d breakdown, x a stop of one bar, o ending. The level, 1 to 9, says how loud a
/// section is and who plays in it.
/// </summary>
internal sealed record Track(string Emotion, string Title, string Genre, int Bpm, string Key, string Form)
{
    public string Artist { get; init; } = "EmoMusic Ensemble";
    public required Theme A { get; init; }
    public required Theme B { get; init; }
    public required Part[] Parts { get; init; }

    /// <summary>A drum, the levels in which it plays, and its groove: "Kick 3-9 x...x...x...x...".</summary>
    public string[] Drums { get; init; } = [];
    public int Kit { get; init; }
    public int DrumVolume { get; init; } = 100;

    public int Beats { get; init; } = 4; // half beats count: 3.5 quarter notes are a bar of 7/8
    public bool HalfBeat { get; init; }
    public int Steps { get; init; } = 4; // a beat, in the grooves
    public double Swing { get; init; } // how late the second half of a swung pair is, as a share of that half
    public double SwungPair { get; init; } = 1; // in beats
    public double Human { get; init; } = 1; // 0 is a machine
    public bool Fits { get; init; } = true; // long notes that clash with their chord move aside
    public bool Pumps { get; init; } // chords duck under the kick, as in dance music
    public double Ritard { get; init; } // how much slower the last bars end, as a share of the tempo
    public string Sound { get; init; } = "anull"; // filters of ffmpeg

    public double BarBeats => Beats + (HalfBeat ? 0.5 : 0);
    public int BarSteps => (int)(BarBeats * Steps);
    public bool IsMinor => Key.EndsWith('m');
    public int Tonic => Pitch.Class(Key.TrimEnd('m'));
    public int[] Scale => IsMinor ? [0, 2, 3, 5, 7, 8, 10] : [0, 2, 4, 5, 7, 9, 11];
}
