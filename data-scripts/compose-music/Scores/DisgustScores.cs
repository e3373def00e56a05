namespace EmoMusic.ComposeMusic;

/// <summary>Minor, chromatic, lurching; near anger, but slower.</summary>
internal static class DisgustScores
{
    public static IReadOnlyList<Track> Tracks { get; } =
    [
        new("disgust", "Something in the Sink", "Chamber Oddity", 96, "Cm", "2i4 8A5 8B7 4o5")
        {
            Beats = 5,
            Fits = false,
            Ritard = 0.2,
            A = new("i i bII i i iv bII,V i",
                "1q 1e b2e 1q #7,q 1q b5q. 4e 3q b2q 1q", "4q 4e b5e 4q 3q b2q 1q. #7,e 1h rq",
                "b2q. 4e 5e b5e 4q #7,q 1h. rh"),
            B = new("iv iv i i bVI bVI V7 i",
                "4q #4e 5e b5q 4h 6q 5e #4e 4q 3h", "3q 2e 4e 3q 1h b2q 1e #7,e 1q 5,h",
                "5q b5e 4e 3e 2e b2e 1e #7,q 1h. rh"),
            Parts =
            [
                Bass(Tuba, "1---....5---1---b-..", "1---....5---8---t-..",
                    octave: 1, volume: 100, pan: 50, reverb: 40),
                Comp(Pizzicato, "....x.......x...x.o.", octave: 4, volume: 96, pan: 88),
                Lead(Bassoon, 3, volume: 110, pan: 56, @in: "Ao"),
                Lead(MutedTrumpet, 4, volume: 92, pan: 78, @in: "Bo"),
                Lead(Clarinet, 3, volume: 78, pan: 40, from: 7, shift: -2, @in: "B"),
                Comp(Xylophone, "........3.2.........", octave: 5, volume: 110, pan: 104, from: 5),
                Counter(Trombone, 3, volume: 80, pan: 30, from: 5),
            ],
            Kit = 48,
            Drums =
            [
                "Kick 4-9 x.......x...........", "Guiro 4-9 ....X-..........x...", "Rim 5-9 ........x.....x...x.",
                "Tambourine 7-9 ....x.......x...x...",
            ],
        },
        new("disgust", "Sour Milk Shuffle", "Swamp Blues", 84, "Gm", "4i4 8A5 8B7 4o6")
        {
            Artist = "EmoMusic Amplified",
            Steps = 3,
            Fits = false,
            A = new("i i iv i i V7 bII7,V7 i",
                "1d 3t 4d b5t 4q 3q 1d b2t 1d 7,t 1h", "4d b5t 4d 3t 1q 4q 5d b5t 4d 3t 1h",
                "b2d 4t 6q 5d b5t 4d #7,t 1h. rq"),
            B = new("iv iv i i bVI7 V7 V7 i",
                "1'q 7d 6t 5q b5q 4h. rq", "1'q 7d 5t b5q 4q 3h. rq", "5d b5t 4d 3t 2d b2t 1d #7,t 1h. rq"),
            Parts =
            [
                Bass(FretlessBass, "1-.1-.b-.1-. 1-.5-.t-.4-a", "1-.1-85-.4-b", volume: 112),
                Lead(BaritoneSax, 3, volume: 112, pan: 58, @in: "Ao"),
                Lead(Overdrive, 4, volume: 72, pan: 74, @in: "Bo"),
                Lead(TenorSax, 3, volume: 76, pan: 40, from: 7, @in: "B"),
                Comp(MutedGuitar, "..x..o..x..o", octave: 3, volume: 104, pan: 100),
                Comp(Rhodes, "...x-....x-.", octave: 4, volume: 90, pan: 28, from: 5, b: "x-----------"),
            ],
            Drums =
            [
                "Kick 4-9 x....xx.....", "Snare 5-9 ...X.o...X.o", "Hat 4-6 X.xx.xX.xx.x", "Ride 7-9 X.xx.xX.xx.x",
                "Cowbell 7-9 x.....x.....",
            ],
        },
        new("disgust", "Rust and Mildew", "Industrial", 104, "Bbm", "4i4 8A5 8B6 8A7 4o6")
        {
            Artist = "EmoMusic Machine",
            Beats = 3,
            HalfBeat = true,
            Human = 0.4,
            Fits = false,
            A = new("i i bII i i i bVI,bII i",
                "1e 1e b2q 1e 3q 1e b2e 1q #7,e 1q", "4e 4e b5q 4e 3q b2e 3e b2q 1e #7,q", "6e 6e 5q 4e b2q 1h rq re"),
            B = new("iv iv bII bII i i V7 i",
                "4q 6q 5e #4e 4e 4h rq re", "b2q 4q 6e 5e 4e b2h rq re", "5q #7q 2'e 1'e #7e 1'h rq re"),
            Parts =
            [
                Bass(SynthBass, "1.1.b.1.1.t-4- 1.1.b.1.8.t-b-", "1.1.1.8.1.1.b-", volume: 112),
                Power(Distortion, "1-----1-......", "1-----....b---", volume: 58, pan: 24, from: 6),
                Lead(Clavinet, 3, volume: 127, pan: 52, @in: "Ao"), Lead(Saw, 3, volume: 56, pan: 72, @in: "Bo"),
                Lead(Saw, 2, volume: 46, pan: 84, from: 7, @in: "A"),
                Comp(SweepPad, "x-------------", octave: 3, volume: 50, pan: 40, reverb: 90),
            ],
            Kit = 24,
            Drums =
            [
                "Kick 4-9 x.....x.x..... x.....x.x..x..", "Snare 5-9 ....X.......x.", "Hat 4-9 x.o.x.o.x.o.xo",
                "Cowbell 5-9 ........x....x", "Clap 6-9 ....X.........",
            ],
        },
    ];
}
