namespace EmoMusic.ComposeMusic;

/// <summary>Minor, dissonant, tremolo and ticking.</summary>
internal static class FearScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("fear", "The Long Corridor", "Soundtrack", 112, "C#m", "4i4 8A6 8B8 4A8 4o6")
        {
            Fits = false,
            Ritard = 0.25,
            A = new("i iM7 bVI bII i iM7 iv,V i",
                "5e 1'e 3'q 2'q 1'q #7q. 1'e 5h", "6e 1'e 3'q 2'q 1'q b2'q. 1'e 6h", "4'q 3'e 1'e 2'q #7q 1'h. rq"),
            B = new("i bII i bII iv bII V7 i",
                "1q. b2e 3h 4q. 3e b2h", "5q. 4e b5h 4q. 3e b2h", "5q 4q 2q #7,q 1h. rq"),
            Parts =
            [
                Lead(MusicBox, 5, volume: 108, pan: 76, @in: "Aido", reverb: 100),
                Lead(Celesta, 4, volume: 72, pan: 50, from: 4, @in: "A", reverb: 90),
                Lead(Strings, 4, volume: 94, pan: 50, @in: "B"), Lead(Horn, 3, volume: 86, pan: 80, @in: "B"),
                Comp(TremoloStrings, "x---------------", octave: 4, volume: 72, pan: 44, reverb: 90),
                Comp(TremoloStrings, "x-------x-------", octave: 5, volume: 70, pan: 88, from: 6, reverb: 90),
                Comp(Pizzicato, "1.2.3.2.1.2.3.2.", octave: 4, volume: 112, pan: 58, reverb: 60),
                Bass(Timpani, "1.1.....1.1.....", octave: 2, volume: 118, pan: 60, reverb: 80),
                Bass(Contrabass, "1---------------", "1-------t-------", volume: 96, reverb: 60),
            ],
            Kit = 48,
            Drums =
            [
                "Block 1-9 x...o...x...o...", "Kick 7-9 x.x.....x.x.....", "Shaker 6-9 x.o.x.o.x.o.x.o.",
                "Snare 8-9 ..oo..xo..oo..xo",
            ],
        },
        new("fear", "Under the Ice", "Dark Ambient", 104, "Fm", "4i4 8A6 8B8 8A8 2o6")
        {
            Artist = "EmoMusic Machine",
            Fits = false,
            Ritard = 0.2,
            A = new("i i io bII i i V i", "1h. b2q 1w", "b5h. 4q b2w", "b2q 4q #7,h 1w"),
            B = new("iv iv i i bII i V7 i", "4h 6h 5h. 4q", "3h 5h b5h. 4q", "4q 3q 2h 1w"),
            Parts =
            [
                Lead(BowedGlass, 5, volume: 96, pan: 70, reverb: 110),
                Lead(Choir, 4, volume: 100, pan: 48, from: 6, reverb: 110),
                Comp(Atmosphere, "1.2.3.2.4.2.3.2.", octave: 4, volume: 116, pan: 92, reverb: 90),
                Comp(Pizzicato, "1212121212121212", octave: 4, volume: 104, pan: 64, from: 6, reverb: 70),
                Comp(SweepPad, "x---------------", octave: 3, volume: 58, pan: 36, reverb: 110),
                Comp(TremoloStrings, "x---------------", octave: 5, volume: 90, pan: 84, from: 4, reverb: 100),
                Bass(DeepBass, "1-1-1-1-1-1-1-1-", "1-1-1-1-1-1-b-b-", volume: 110, reverb: 30),
                Counter(Cello, 3, volume: 118, pan: 30, from: 4),
            ],
            Kit = 25,
            Drums =
            [
                "Kick 3-9 x..x....x..x....", "Shaker 4-9 x.o.x.o.x.o.x.o.", "Rim 6-9 ....x.......x...", "LowTom 8-9 ..x...x...x...xx",
            ],
        },
        new("fear", "They Are Close", "Thriller Score", 132, "Gm", "4i4 8A6 8B7 4d5 8A8 4o8")
        {
            Fits = false,
            A = new("i i bII i i i iv,V i",
                "1q. 1e b2q 1q 3q. b2e 1h", "4q. 4e b5q 4q 3q. b2e 1h", "4q 6q 5q #7q 1'h. rq"),
            B = new("i bII i bII iv V V7 i",
                "5h. 6q 6h. 4q", "5h. b5q 4h. b2q", "5q 4q 2q #7,q 1h. rq"),
            Parts =
            [
                Bass(Cello, "1-1-1-m-1-1-1-b- 1-1-1-m-1-1-b-m-", "1-111-111-111-b-",
                    octave: 2, volume: 127, pan: 40, reverb: 50),
                Bass(Strings, "1-1-1-m-1-1-1-b- 1-1-1-m-1-1-b-m-", octave: 3, volume: 104, pan: 52, reverb: 50),
                Bass(Pizzicato, "1.1.8.1.1.8.1.1.", octave: 3, volume: 100, pan: 88, reverb: 50),
                Bass(Contrabass, "1-------1-----b-", volume: 92, from: 5, reverb: 50),
                Lead(Trombone, 3, volume: 88, pan: 54, from: 6), Lead(Horn, 3, volume: 96, pan: 80, from: 6),
                Lead(Violin, 5, volume: 70, pan: 36, from: 7),
                Comp(TremoloStrings, "x---------------", octave: 5, volume: 74, pan: 90, from: 4, reverb: 80),
                Comp(Brass, "............X.X.", octave: 4, volume: 74, pan: 70, from: 8),
                Bass(Timpani, "1.....1...1.....", octave: 2, volume: 120, from: 7, reverb: 70),
            ],
            Kit = 16,
            Drums =
            [
                "Kick 4-9 x.....x.x.......", "LowTom 6-9 x..x..x.x..x..xx", "Snare 7-9 ....x..o....x.oo",
                "Shaker 5-9 x.o.x.o.x.o.x.o.",
            ],
        },
    ];
}
