namespace EmoMusic.ComposeMusic;

/// <summary>A short piece that follows cues.</summary>
/// <param name="Cues">What it was written by; the timbre is the band's.</param>
/// <param name="Score">For the arranger.</param>
internal sealed record Sketch(Cues Cues, Track Score)
{
    private const double Seconds = 13; // at least, as far as eight bars reach
    private static readonly string[] Keys = ["C", "C#", "D", "D#", "E", "F", "F#", "G", "G#", "A", "A#", "B"];

    private static readonly string[][] Chords =
    [
        ["I IV", "I V", "I vi", "IV I", "ii V", "Imaj7 IV", "I V7"], ["I bVII", "I iv", "V7 vi7", "ii7 V7", "II7 V9"],
        ["I bII", "I bVI", "IV7 bV7", "I9 bII7", "bII7 I7"],
    ];

    private static readonly string[][] MinorChords =
    [
        ["i iv", "i bVI", "i bVII", "iv i", "i V", "bIII bVII"], ["i iio", "i iM7", "iv7 V7", "i7 bVI7"],
        ["i bII", "io bII", "iM7 bvi", "io bV7", "i io"],
    ];

    /// <summary>Draws a piece.</summary>
    public static Sketch Draw(Random random)
    {
        var drawn = Cues.Draw(random);
        var band = Band.Draw(drawn.Timbre, random);
        var cues = drawn with { Timbre = band.Timbre };
        var bars = cues.Bpm * Seconds / 240 > 4 ? 8 : 4;
        var theme = new Theme(
            string.Join(' ', Enumerable.Range(0, 4).Select(_ => Pick(ChordsFor(cues, random), random))),
            Phrase(cues, random), Phrase(cues, random), Phrase(cues, random));
        var level = Level(cues.Dynamics);
        return new Sketch(cues, new Track(
            "", "sketch", "", cues.Bpm, Pick(Keys, random) + (cues.Mode < 0 ? "m" : ""), $"{bars}A{level}")
        {
            A = theme,
            B = theme,
            Parts = Parts(cues, band, random),
            Fits = cues.Dissonance < 0.2,
            Kit = Math.Max(0, band.Kit),
            Drums = band.Kit < 0 || random.NextDouble() < 0.2 ? [] : Drums(cues),
            DrumVolume = random.Next(70, 115),
            Swing = random.NextDouble() < 0.15 ? 0.3 : 0,
        });
    }

    /// <summary>What is heard: the arranger's performance, struck and held as the cues say.</summary>
    public Performance Perform(int seed)
    {
        var played = Arranger.Perform(Score, seed);
        var length = Math.Pow(2, -0.4 - (0.9 * Cues.Articulation)); // staccato 0.4, legato 1.4
        var force = Math.Pow(1.25, Cues.Dynamics);
        return played with
        {
            Notes = [.. played.Notes.Select(note => note with
            {
                Length = Math.Max(0.06, note.Length * Math.Min(1.15, length)),
                Velocity = Math.Clamp((int)(note.Velocity * force), 12, 127),
            })],
        };
    }

    private static int Level(double dynamics) => (int)Math.Round(5 + (4 * dynamics));

    private static string[] ChordsFor(Cues cues, Random random)
    {
        var tension = Math.Clamp((int)((cues.Dissonance + 1) * 1.5 * (0.6 + (0.8 * random.NextDouble())) * 0.9), 0, 2);
        return (cues.Mode < 0 ? MinorChords : Chords)[tension];
    }

    // Two bars that walk up and down the scale.
    private static string Phrase(Cues cues, Random random)
    {
        var lengths = cues.Density switch
        {
            < -0.5 => "h w h h. q",
            < -0.1 => "h q q q. e",
            < 0.3 => "q e e q e h",
            < 0.7 => "e e q e s s",
            _ => "s s e s s s s",
        };
        var (beats, degree, words) = (8.0, random.Next(0, 8), new List<string>());
        while (beats > 0)
        {
            var length = Pick(lengths.Split(' '), random);
            var size = SizeOf(length);
            if (size > beats)
            {
                (length, size) = ("s", 0.25);
            }

            beats -= size;
            degree = Math.Clamp(degree + random.Next(-2, 3), -3, 10);
            words.Add($"{Accidental(cues, random)}{Note(degree)}{length}");
        }

        return string.Join(' ', words);
    }

    private static double SizeOf(string length) =>
        length[0] switch { 'w' => 4, 'h' => 2, 'q' => 1, 'e' => 0.5, _ => 0.25 } * (length.Length > 1 ? 1.5 : 1);

    private static string Note(int degree) => degree switch
    {
        < 0 => $"{degree + 8},",
        > 6 => $"{degree - 6}'",
        _ => $"{degree + 1}",
    };

    private static string Accidental(Cues cues, Random random) =>
        random.NextDouble() < 0.25 * cues.Dissonance ? Pick(["b", "#"], random) : "";

    private static Part[] Parts(Cues cues, Band band, Random random)
    {
        var octave = (int)Math.Round(4.2 + cues.Register + (0.4 * ((2 * random.NextDouble()) - 1)));
        string[] chords = cues.Density switch
        {
            < -0.4 => ["x---------------", "x-------x-------", "1---2---3---2---"],
            < 0.3 => ["1-2-3-2-1-2-3-2-", "x---x---x---x---", "..x...x...x...x."],
            _ => ["x-x-x-x-x-x-x-x-", "1231232112312321", "x..x..x.x..x..x."],
        };
        string[] basses = cues.Density switch
        {
            < -0.4 => ["1---------------", "1-------5-------"],
            < 0.3 => ["1---5---1---5---", "1-----1-5-------"],
            _ => ["1-1-1-1-1-1-1-1-", "1-8-5-8-1-8-5-8-", "1111111111111111"],
        };
        var parts = new List<Part>
        {
            Lead(Pick(band.Leads, random), octave, volume: random.Next(85, 115), @in: "A"),
            Comp(Pick(band.Chords, random), Pick(chords, random), Math.Max(3, octave - 1), volume: random.Next(60, 95)),
        };
        if (random.NextDouble() < 0.8)
        {
            parts.Add(Bass(Pick(band.Basses, random), Pick(basses, random), octave: cues.Register > 0.3 ? 2 : 1));
        }

        return [.. parts];
    }

    private static string[] Drums(Cues cues) => cues.Density switch
    {
        < -0.3 => ["Kick 1-9 x.......x.......", "Rim 1-9 ....o.......o..."],
        < 0.4 => ["Kick 1-9 x.......x.x.....", "Snare 1-9 ....x.......x...", "Hat 1-9 x.o.x.o.x.o.x.o."],
        _ => ["Kick 1-9 x..x..x.x..x..x.", "Snare 1-9 ....X.......X.o.", "Hat 1-9 xoxoxoxoxoxoxoxo", "Crash 7-9 x..............."],
    };

    private static T Pick<T>(T[] choices, Random random) => choices[random.Next(choices.Length)];
}
