namespace EmoMusic.ComposeMusic;

/// <summary>In the middle of everything.</summary>
internal static class NeutralScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("neutral", "Desk by the Window", "Lo-fi", 80, "Eb", "2i3 8A4 8B5 4o4")
        {
            Artist = "EmoMusic Machine",
            Swing = 0.25,
            SwungPair = 0.5,
            Sound = "lowpass=f=5200,vibrato=f=0.7:d=0.06",
            A = new("Imaj7 vi7 ii9 V7 Imaj7 vi7 ii7,V7 Imaj7",
                "5q. 3e 2e 1e 2q 3h rh", "4q. 6e 5e 4e 2q 4e 2e 7,q rh", "6q 4e 2e 5q 4e 7,e 1h. rq"),
            B = new("IVmaj7 iii7 ii7 Imaj7 IVmaj7 iii7 ii7,V7 Imaj7",
                "6q 1'e 6e 5h 5q 7e 5e 3h", "4q 6e 4e 2h 3q 5e 3e 1h", "2e 4e 6e 1'e 7e 5e 4e 2e 1h. rq"),
            Parts =
            [
                Comp(Rhodes, "x-----..x---.x--", octave: 4, volume: 78, pan: 50),
                Bass(FingerBass, "1----.8-..5---a-", "1----.1-5-----a-", volume: 122),
                Lead(JazzGuitar, 5, volume: 84, pan: 74, @in: "Ao"),
                Lead(Vibraphone, 5, volume: 127, pan: 46, @in: "B", reverb: 80),
                Comp(WarmPad, "x---------------", octave: 4, volume: 54, pan: 84, from: 4),
            ],
            DrumVolume = 118,
            Drums =
            [
                "Kick 3-9 x......x..x.....", "Snare 4-9 ....x..o....x...", "Hat 3-9 x.o.x.oox.o.x.o.",
                "Rim 5-9 ..........x.....",
            ],
        },
        new("neutral", "Slow Elevator", "Bossa Lounge", 96, "C", "2i4 8A5 8B5 4A5 4o4")
        {
            A = new("Imaj7 vi7 ii7 V7 iii7 vi7 ii7,V7 Imaj7",
                "3q. 5e 7q 5q 6q. 5e 3h", "4q. 6e 1'q 6q 5q. 4e 2h", "6e 4e 2q 4e 2e 7,q 1h. rq"),
            B = new("IVmaj7 iv6 iii7 VI7 ii7 V7 ii7,V7 I6",
                "6q. 1'e 3'q 1'q b6q. 1'e 2'h", "7q. 5e 3q 5q #1'q. 3'e 5h", "4q 6e 4e 2e 4e 7,q 1h. rq"),
            Parts =
            [
                Comp(NylonGuitar, "x--x--x---x--x--", octave: 4, volume: 96, pan: 44),
                Bass(UprightBass, "1-----5-1-----5-", volume: 104),
                Lead(Vibraphone, 5, volume: 127, pan: 76, @in: "Ao", reverb: 75),
                Lead(Flute, 5, volume: 72, pan: 56, @in: "B"),
                Counter(SlowStrings, 4, volume: 80, pan: 30, from: 5),
            ],
            Kit = 40,
            Drums = ["Rim 4-9 x..x..x...x..x..", "Shaker 4-9 xoxoxoxoxoxoxoxo", "Kick 4-9 o.....o.o.....o."],
        },
        new("neutral", "Tidal Clock", "Chill", 108, "Dm", "4i3 8A4 8B5 8A5 4o4")
        {
            Artist = "EmoMusic Machine",
            Human = 0.6,
            A = new("i i bVImaj7 bVII i i bVI,bVII i",
                "5h. 4e 3e 4h rh", "3h. 5e 3e 2h rh", "6q 5q 4q 2q 1h. rq"),
            B = new("iv iv i i bVImaj7 iv iv,V i",
                "1'h 6q 4q 6h rh", "5h 3q 1q 5h rh", "4q 6q 5q 2q 1h. rq"),
            Parts =
            [
                Comp(Marimba, "1.23.41.23.41.2.", octave: 4, volume: 112, pan: 40, reverb: 60),
                Comp(Kalimba, "..4...3.....4.3.", octave: 5, volume: 127, pan: 96, from: 4, reverb: 70),
                Comp(WarmPad, "x---------------", octave: 4, volume: 62, pan: 70, reverb: 80),
                Bass(DeepBass, "1-------..1-5---", volume: 84, from: 4),
                Lead(DigitalPiano, 5, volume: 106, pan: 60, reverb: 80),
                Lead(Flute, 4, volume: 82, pan: 48, from: 5, @in: "A", reverb: 80),
            ],
            Kit = 25,
            DrumVolume = 76,
            Drums =
            [
                "Kick 4-9 x.........x.....", "Rim 4-9 ....x.......x...", "Shaker 3-9 o.x.o.x.o.x.o.x.",
                "Hat 5-9 ..o...o...o...o.",
            ],
        },
    ];
}
